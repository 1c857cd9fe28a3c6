/** Waiting until nothing moves: no turn, send or due timer in the desk, no callback on its way to it. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Pending } from './platform/control/pending.ts'

export interface DeskPending {
  readonly count: number
  /** What is pending, in words for whoever waits in vain. */
  readonly what: readonly string[]
}

export interface IdleDeps {
  readonly deskPending: () => Promise<DeskPending>
  readonly platformPending: () => Promise<Pending>
  /** The machine's time in ms. */
  readonly systemNow: () => number
  /** Whoever waits is sent away when the desk stops. */
  readonly stopping: AbortSignal
  /** 30 seconds unless a test is in a hurry. */
  readonly longestMs?: number
}

/** Waited too long; `what` is still pending. */
export class StillBusy extends Error {
  readonly what: readonly string[]

  constructor(what: readonly string[]) {
    super('还有事情没有做完')
    this.name = 'StillBusy'
    this.what = what
  }
}

const LONGEST_MS = 30_000
const LOOK_EVERY_MS = 25

/**
 * The desk is asked between two looks at the platform: only when the platform had nothing to deliver and
 * nothing changed on it meanwhile can nothing be on its way from one to the other.
 */
export async function waitUntilIdle(deps: IdleDeps): Promise<void> {
  const endsAt = deps.systemNow() + (deps.longestMs ?? LONGEST_MS)
  for (;;) {
    if (deps.stopping.aborted) throw new StillBusy(['管家正在停止'])
    const before = await deps.platformPending()
    const desk = await deps.deskPending()
    const after = await deps.platformPending()
    if (before.count + desk.count + after.count === 0 && before.revision === after.revision) return
    if (deps.systemNow() >= endsAt) {
      throw new StillBusy([...desk.what, ...after.what])
    }
    await pause(LOOK_EVERY_MS)
  }
}
