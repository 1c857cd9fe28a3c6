/** How a desk service offers what flows may do: actions, facts for expressions, answers to taps, alarms. */
import type { z } from 'zod'
import type { NewTimer } from '../timers/timers.ts'
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
  | 'time'
  | 'time_window'
  | 'yes_no'
  | 'rating'
  | 'choice'
  | 'room'
  | 'building'
  | 'images'
  | 'location'
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

/** What a remote action is given beside its order: the key that makes a repeat the same act, and when to stop. */
export interface Errand {
  readonly key: string
  /** The company it is done for. */
  readonly corpId: string
  readonly signal: AbortSignal
}

/**
 * An action over a network (dialogue.md D12). `prepare` runs in the turn's transaction: it says who may, and what
 * exactly is to be sent; an outcome of its own ends it there. `send` and `lookup` run after the commit, outside of
 * any transaction. They throw RemoteFailed, or whatever the network throws.
 */
export interface RemoteAction extends Omit<Action, 'run'> {
  prepare(
    work: Work,
    input: Readonly<Record<string, unknown>>,
    undoes: string | undefined,
  ): Promise<ActionAnswer | { readonly order: unknown }>
  send(order: unknown, errand: Errand): Promise<ActionAnswer>
  /** What became of a send nobody heard the end of: its answer, or `absent` when it never arrived. */
  lookup?(order: unknown, errand: Errand): Promise<ActionAnswer | 'absent'>
}

/** The other side could not be reached or would not answer. `isUndone`: it has certainly done nothing. */
export class RemoteFailed extends Error {
  readonly code = 'remote-failed'
  readonly isUndone: boolean

  constructor(reason: string, isUndone: boolean) {
    super(reason)
    this.name = 'RemoteFailed'
    this.isUndone = isUndone
  }
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

/**
 * Does what a due timer promised; runs in the transaction that deletes the timer's row. One that rings when nobody is to
 * be disturbed is set again as it is, for later.
 */
export type TimerHandler = (work: Work, timer: NewTimer) => Promise<void>

/** The same for several of one name that are due together: all of them or, when it throws, none. */
export type TimersHandler = (work: Work, timers: readonly NewTimer[]) => Promise<void>
