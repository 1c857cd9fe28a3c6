/** What a turn takes in, what it may ask of the desk, and what comes out of it. */
import type { CompiledFlow } from '../files/compiled-flow.ts'
import type { FlowSet } from '../files/flow-set.ts'
import type { Precedence } from '../understand/command.ts'
import type { RoomFragment } from '../understand/match.ts'
import type { Understander } from '../understand/understander.ts'
import type { Session } from './session.ts'

export interface TurnInput {
  readonly session: Session
  readonly heard: readonly Heard[]
  readonly now: Date
  readonly turnId: string
}

export type Heard = { readonly id: string; readonly at: Date } & (
  | { readonly kind: 'text'; readonly text: string; readonly token?: string }
  | {
      readonly kind: 'media'
      readonly media: 'image' | 'voice' | 'video' | 'file'
      readonly fileId: string
      /** What a voice says, where the platform put it into words. */
      readonly transcript?: string
    }
  | {
      readonly kind: 'location'
      readonly latitude: number
      readonly longitude: number
      readonly name: string
    }
  | { readonly kind: 'unreadable'; readonly what: string }
  | { readonly kind: 'enter' }
  | { readonly kind: 'timer'; readonly timer: RunTimer }
  | { readonly kind: 'event'; readonly event: string; readonly data: Record<string, unknown> }
  | { readonly kind: 'handed-back'; readonly reason: 'closed' | 'expired' }
  /** What came of something the desk did after the turn that ordered it. */
  | ({ readonly kind: 'result'; readonly order: string } & ActAnswer)
)

export interface ActAnswer {
  readonly outcome: string
  readonly result?: Readonly<Record<string, unknown>>
}

/** Names: `remind-1` …, `expire`, `start`, `wait`, `progress`. */
export interface RunTimer {
  readonly name: string
  readonly runId: string
  readonly generation: number
}

/** The person, as flows see them. Read at every use, so an action may change it within a turn. */
export interface UserFacts {
  /** The same for all talks with one person; flows cannot read it. */
  readonly id?: string
  readonly audience: readonly string[]
  readonly identified: boolean
  readonly name?: string
  readonly phone?: string
  readonly rooms: readonly { readonly code: string; readonly label: string }[]
  /** Only when there is exactly one room. */
  readonly default_room?: string
}

/** A version that was published once. */
export interface KeptVersion {
  /** Itself, or the newer one that carries its runs on. */
  readonly flow: CompiledFlow
  /** Since when no new run starts from it. */
  readonly retiredAt?: Date
}

export interface World {
  readonly flows: FlowSet
  /** For runs pinned to a version that is no longer among `flows`. */
  flowByHash(hash: string): Promise<KeptVersion | undefined>
  readonly user: UserFacts
  readonly env: Readonly<Record<string, string | number | boolean>>
  fact(name: string, args: readonly unknown[]): Promise<unknown>
  findRooms(
    fragment: RoomFragment,
    text: string,
  ): Promise<readonly { readonly code: string; readonly label: string }[]>
  /**
   * A local action is done within the turn and answered at once; a remote one may be ordered instead: its result is
   * heard later, under the key. `key` is the same for every repeat of the same act.
   */
  act(call: Act): Promise<ActAnswer | 'ordered'>
  newId(): string
  /** Everybody who may be talked about: taken out of what is asked outside. */
  namesAround(): Promise<readonly string[]>
  /** Asked about what our own rules are not sure of; none when left out. */
  readonly understander?: Understander | undefined
}

export interface Act {
  readonly name: string
  readonly input: Record<string, unknown>
  readonly key: string
  /** Of an undoing: the key of what is undone. */
  readonly undoes?: string
  readonly patience?: Patience
}

/** How long a try of a remote action may take, and for which failures it is tried again. */
interface Patience {
  readonly timeoutMs?: number | undefined
  readonly retry?:
    | { readonly max: number; readonly backoff: number; readonly for: readonly string[] }
    | undefined
}

export interface TurnOutcome {
  readonly session: Session
  readonly says: readonly Said[]
  readonly timers: {
    readonly set: readonly (RunTimer & { readonly dueAt: Date })[]
    /** Ids of runs (or pending starts) all of whose timers die. Applied before `set`. */
    readonly cancel: readonly string[]
  }
  readonly handoff?: Handoff
  readonly events: readonly TurnEvent[]
  /** What was said and meant nothing to anybody, as it was said, and where the talk stood. */
  readonly unmatched: readonly Unmatched[]
}

export interface Unmatched {
  readonly text: string
  readonly flow?: string
  readonly step?: string
  readonly isQuestion: boolean
}

export interface Handoff {
  readonly queue: string
  readonly reason: string
  readonly summary: string
  readonly slaMs?: number | undefined
}

export type Message =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'menu'
      readonly text: string
      readonly options: readonly {
        readonly token: string
        readonly label: string
        /** Leads to the next page and has no number of its own. */
        readonly isMore?: true
      }[]
      readonly tail?: string
      /** Of a page of a longer list: the number its first option is typed as. */
      readonly numberFrom?: number
    }
  | { readonly kind: 'image'; readonly fileId: string }
  | { readonly kind: 'link'; readonly text: string; readonly label: string; readonly url: string }

export type Said = Message & {
  readonly purpose: 'reply' | 'ask' | 'reminder'
  /** Of a reminder: drop it when `isStale` (dialogue.md D11). */
  readonly guard?: { readonly runId: string; readonly generation: number }
}

/** What happened, without anything personal (dialogue.md D18). */
export interface TurnEvent {
  readonly kind:
    | 'understood'
    | 'run_started'
    | 'step_entered'
    | 'branch_taken'
    | 'asked'
    | 'answered'
    | 'skipped'
    | 'rejected'
    | 'retried'
    | 'exhausted'
    | 'corrected'
    | 'digressed'
    | 'resumed'
    | 'reminded'
    | 'expired'
    | 'action_ordered'
    | 'action_done'
    | 'handed_off'
    | 'ended'
    | 'failed'
    | 'suppressed'
  readonly runId?: string
  readonly flow?: string
  readonly hash?: string
  readonly step?: string
  readonly slot?: string
  /** An outcome, a row of the precedence table, an index: whatever the kind counts. */
  readonly detail?: string
  readonly p?: Precedence
}
