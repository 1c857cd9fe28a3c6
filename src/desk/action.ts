/** How a desk service offers what flows may do: actions, facts for expressions, answers to taps, alarms. */
import type { z } from 'zod'
import type { Subject, Work } from './work.ts'

/** The types a flow's slots and an action's fields can have (dialogue.md D4). */
export type FieldType =
  | 'text'
  | 'number'
  | 'integer'
  | 'amount'
  | 'cn_phone'
  | 'person_name'
  | 'code'
  | 'date'
  | 'time_window'
  | 'yes_no'
  | 'rating'
  | 'choice'
  | 'room'
  | 'building'
  | 'images'
  | 'list'
  | 'json'

export interface Field {
  readonly type: FieldType
  readonly optional?: boolean
}

/** An action flows may call, named `<desk folder>.<verb>`; it runs inside the turn's transaction. */
export interface Action {
  readonly name: string
  readonly with: Readonly<Record<string, Field>>
  readonly outcomes: readonly string[]
  readonly result: Readonly<Record<string, FieldType>>
  /** True when it cannot be taken back: a flow must confirm before it (dialogue.md D20). */
  readonly irreversible?: boolean
  run(work: Work, input: Readonly<Record<string, unknown>>): Promise<ActionAnswer>
}

export interface ActionAnswer {
  readonly outcome: string
  readonly result?: Readonly<Record<string, unknown>>
}

/**
 * Defines an action. The compiler holds `run` to the outcomes listed; the input is checked by `input` before
 * `run` sees it, and a failed check is a broken flow: it throws.
 */
export function defineAction<Shape extends z.ZodType, const Outcome extends string>(action: {
  readonly name: string
  readonly with: Readonly<Record<string, Field>>
  readonly input: Shape
  readonly outcomes: readonly Outcome[]
  readonly result: Readonly<Record<string, FieldType>>
  readonly irreversible?: boolean
  run(
    work: Work,
    input: z.output<Shape>,
  ): Promise<{
    readonly outcome: NoInfer<Outcome>
    readonly result?: Readonly<Record<string, unknown>>
  }>
}): Action {
  const { input, ...rest } = action
  return { ...rest, run: (work, given) => action.run(work, input.parse(given)) }
}

/** A question an expression may ask, like `room_exists(string): bool`; answered inside the turn's transaction. */
export interface Fact {
  /** CEL signature. */
  readonly signature: string
  answer(work: Work, args: readonly unknown[]): Promise<unknown>
}

/** What a tap on a card's button did. */
export interface ClickAnswer {
  readonly outcome: string
  /** Words that take the place of the buttons on the tapper's card; absent keeps the card open. */
  readonly close?: { readonly words: string; readonly values: Readonly<Record<string, unknown>> }
}

/** Answers taps on cards about one kind of subject. `selections` are the answers to the card's question. */
export type ClickHandler = (
  work: Work,
  click: {
    readonly subject: Subject
    readonly key: string
    readonly selections: Readonly<Record<string, readonly string[]>>
  },
) => Promise<ClickAnswer>

/** Does what a due timer promised; runs in the transaction that deletes the timer's row. */
export type TimerHandler = (
  work: Work,
  timer: {
    readonly key: string
    readonly dueAt: Date
    readonly generation: number
    readonly payload: Readonly<Record<string, unknown>>
  },
) => Promise<void>
