/** What understanding can produce: a closed set of commands that a deterministic executor carries out. */
import type { RoomFragment } from './match.ts'

/** A value as it was understood, and how people read it when that differs. */
export interface Value {
  readonly value: unknown
  readonly shown?: string | undefined
  /** Part of a room: to be completed from the register or from what is already known. */
  readonly fragment?: RoomFragment | undefined
  /** False for what only counts as the answer to the question being asked. */
  readonly strict: boolean
}

export type Values = Readonly<Record<string, Value>>

/** The words a flow was started with, and what they already told. */
export interface StartRequest {
  readonly flow: string
  readonly text: string
  readonly values?: Values
  readonly event?: Readonly<Record<string, unknown>> | undefined
}

/** One option of a menu: what it is called and what it does. */
export interface MenuOption {
  readonly text: string
  readonly command: Command
  /** Lets 好的 and 不用了 choose it. */
  readonly means?: 'yes' | 'no' | undefined
  /** Never taken from a menu that has expired. */
  readonly dangerous?: boolean | undefined
}

/** The question a menu belongs to. */
export interface MenuOf {
  readonly runId: string
  readonly step: string
  readonly slot?: string | undefined
}

export type Command =
  | { readonly do: 'hazard' }
  | { readonly do: 'start'; readonly start: StartRequest; readonly fresh?: boolean }
  /** Takes up a draft; `sure` when the person was asked already, `values` what was said too late for it. */
  | {
      readonly do: 'resume'
      readonly draft?: string | undefined
      readonly sure?: boolean
      readonly values?: Values
    }
  | { readonly do: 'set'; readonly values: Values; readonly asked?: string | undefined }
  /** With `draft`, of a matter that has been handed in already. */
  | { readonly do: 'correct'; readonly values: Values; readonly draft?: string | undefined }
  | { readonly do: 'offer-correction'; readonly values: Values }
  | { readonly do: 'redo'; readonly values: Values; readonly draft?: string | undefined }
  /** Ask a slot again, or which one when none is named. */
  | { readonly do: 'reopen'; readonly slot?: string | undefined }
  | { readonly do: 'accept' }
  | { readonly do: 'decline' }
  | { readonly do: 'drop-prefill' }
  | { readonly do: 'cancel'; readonly sure?: boolean }
  | { readonly do: 'back' }
  | { readonly do: 'restart' }
  | { readonly do: 'repeat' }
  | { readonly do: 'skip' }
  | { readonly do: 'help' }
  | { readonly do: 'menu' }
  | { readonly do: 'handoff'; readonly reason: string }
  /** Another matter came up. With `answer`, the words may as well be that (dialogue.md D8). */
  | {
      readonly do: 'digress'
      readonly start: StartRequest
      readonly answer?: Values | undefined
    }
  | {
      readonly do: 'clarify'
      readonly flows: readonly string[]
      /** Known questions it may have been. */
      readonly faqs?: readonly string[]
      readonly text: string
      readonly answer?: Values | undefined
    }
  | { readonly do: 'answer-faq'; readonly faq: string; readonly answer?: Values | undefined }
  | { readonly do: 'greet'; readonly how: 'hello' | 'thanks' }
  /** `named` options are read back: they were late, or are easily meant otherwise. `typed` ones were said in words. */
  | {
      readonly do: 'pick'
      readonly menu: string
      readonly option: number
      readonly named: boolean
      readonly typed?: boolean
    }
  | { readonly do: 'stale-pick'; readonly used: boolean; readonly label: string }
  /** The next page of a menu. */
  | {
      readonly do: 'more'
      readonly text: string
      /** Options of the pages seen; absent in menus shown before pages remembered them. */
      readonly before?: readonly MenuOption[]
      readonly rest: readonly MenuOption[]
      readonly of?: MenuOf | undefined
    }
  /** On with what is going on; with `flow`, with that one. */
  | { readonly do: 'continue'; readonly flow?: string | undefined }
  | { readonly do: 'finish' }
  | { readonly do: 'no-match' }

/** Rows of the precedence table, dialogue.md D6. */
export type Precedence = `P${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12}`
