/** What is remembered of one conversation between turns: plain JSON, times in milliseconds since 1970. */
import type { MenuOf, MenuOption, StartRequest } from '../understand/command.ts'
import type { RoomFragment } from '../understand/match.ts'

export interface Session {
  version: 1
  /** The stack: the run being talked about is last. */
  runs: Run[]
  /** Latest first. */
  menus: Menu[]
  /** Expired runs that may be taken up again, and ended ones that may still be changed; latest first. */
  drafts: Draft[]
  /** Flows an event wants to start, until their time has come. */
  pending: PendingStart[]
  /** Matters noted while another was being talked about (dialogue.md D8, defer). */
  deferred: StartRequest[]
  /** `flow:key` of every event that started a flow: once each (dialogue.md D16). */
  keys: string[]
  /** When each flow was started lately. */
  starts: Record<string, number[]>
  /** When the person spoke lately. */
  turns: number[]
  /** Utterances in a row that meant nothing. */
  misses: number
  /** Slots marked `keep`, by name. */
  profile: Record<string, Filled & { at: number }>
  /** Photos that came before anybody knew what for. */
  photos?: { ids: string[]; at: number }
  /** A place that came before anybody knew what for. */
  place?: { filled: Filled; at: number }
  /** A person has the conversation. */
  handoff?: { runId?: string; goto?: string }
  /** Runs given up while something was being done for them: it is undone as soon as it is done. */
  leaving?: Leaving[]
}

export interface Leaving {
  readonly run: Run
  readonly step: string
  /** The order waited for; with `isUndo`, that of its undoing. */
  readonly order: string
  readonly isUndo?: boolean
}

/** A slot with a value. */
export interface Filled {
  readonly value: unknown
  /** How people read the value, when that differs. */
  readonly shown?: string | undefined
  readonly by: 'user' | 'prefill' | 'infer' | 'action' | 'event' | 'set' | 'call' | 'default'
}

export interface Run {
  readonly id: string
  readonly flow: string
  /** Of the version it keeps to; another one only where that carries it on. */
  hash: string
  /** The step it stands at, or END. */
  at: string
  slots: Record<string, Filled>
  /** Slots whose question is over, with or without a value: skipped ones, photos that were all sent. */
  settled: string[]
  /** Slots a step emptied, or whose value was refused as the run began: what is known of them did not help. */
  forgotten?: string[]
  /** Values asked on a way no longer taken; back when the way is. */
  archived: Record<string, Filled>
  /** How often each step was entered. */
  visits: Record<string, number>
  /** How often each question was put, and how often it was answered in vain; by `step.slot`. */
  asks: Record<string, number>
  retries: Record<string, number>
  /** Actions done, by step. */
  done: Record<string, Done>
  /** What flows called, lists walked through and waits came to, by step. */
  passed?: Record<string, Passed>
  /** Questions answered, for `back`. */
  history: { step: string; slot: string }[]
  /** Grows whenever the person speaks: timers and reminders of an older one are void. */
  generation: number
  wait?: Wait
  /** Slots whose reject rules have all been held against the present values. */
  checked: string[]
  /** Parts of a room until the rest is said. */
  parts: Record<string, RoomFragment>
  /** What a slot's question offers: homes a fragment of a room could mean, items of a list. */
  offers: Record<string, { id: string; text: string; match?: string[] }[]>
  readonly event?: Readonly<Record<string, unknown>> | undefined
  readonly text: string
  /** How it came onto the stack, and so what happens when it ends. */
  readonly cause: 'start' | 'digress' | 'call' | 'deny' | 'event' | 'hazard'
  /** For a run pushed by `deny`: what was wanted. */
  wanted?: StartRequest
  /** True while steps already taken are walked again after a correction: they say nothing. */
  replay?: boolean
  /** The steps passed while walking again. */
  path?: string[]
  /** True after a digression was cancelled: a second 取消 is asked about. */
  wasReturnedTo?: boolean
}

/** A step that was not over at once. Walking the run again neither calls nor waits a second time. */
export interface Passed {
  /** What it was given, so that something else makes it another call. */
  readonly input?: string
  /** How many items of a list are done. */
  readonly round?: number
  readonly dueAt?: number
  /** Where it led, once it is over. */
  readonly to?: string
  readonly saved?: Readonly<Record<string, Filled>>
}

export interface Wait {
  readonly step: string
  /** The slot asked; absent at a confirm card. */
  readonly slot?: string | undefined
  /** A value offered for the slot, to be agreed to. */
  readonly offer?: Filled | undefined
  /** Of a wait for something else than an answer: when it is over. */
  readonly dueAt?: number
  /** The slot has a value that is being replaced. */
  readonly isReopened?: boolean
  /** What the desk is doing after the turn: the key its result will name, and what it was given. */
  readonly order?: string
  readonly input?: Readonly<Record<string, unknown>>
}

export interface Done {
  readonly action: string
  readonly input: Readonly<Record<string, unknown>>
  readonly outcome: string
  readonly saved: Readonly<Record<string, Filled>>
}

export interface Menu {
  readonly id: string
  readonly sentAt: number
  readonly options: readonly MenuOption[]
  /** Which question it belongs to; a menu without belongs to the moment. */
  readonly of?: MenuOf | undefined
  /** What was said before it was shown, and not understood: a flow chosen from it begins with that. */
  said?: string
  used?: boolean
  closed?: boolean
}

export interface Draft {
  readonly id: string
  readonly run: Run
  readonly reason: 'expired' | 'ended'
  readonly until: number
}

export interface PendingStart {
  readonly id: string
  readonly start: StartRequest
  readonly since: number
  /** Not before. */
  readonly dueAt?: number
}

export function emptySession(): Session {
  return {
    version: 1,
    runs: [],
    menus: [],
    drafts: [],
    pending: [],
    deferred: [],
    keys: [],
    starts: {},
    turns: [],
    misses: 0,
    profile: {},
  }
}

/**
 * What is left when a person's talk is erased (dialogue.md D14): what the desk has promised itself to ask, and what it
 * has asked already, so that it asks once.
 */
export function withoutTalk({ pending, keys }: Session): Session {
  return { ...emptySession(), pending, keys }
}

/** True when a reminder belongs to a question that has been answered or moved on since (dialogue.md D25). */
export function isStale(session: Session, guard: { runId: string; generation: number }): boolean {
  const run = session.runs.at(-1)
  return run?.id !== guard.runId || run.generation !== guard.generation
}

/** A run that waits for no answer is nobody's talk: other matters begin as if there were none. */
export function isParked({ wait }: Run): boolean {
  return wait?.dueAt !== undefined
}
