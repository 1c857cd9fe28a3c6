/** Moving the clock of the demo: from one thing that is due to the next, with everything settled in between. */
import type { ControlClient } from './control-client.ts'
import { StillBusy } from './idle.ts'

export interface SandboxTime {
  /** The desk's clock. */
  now(): Date
  /** When the next timer is due, if one is at or before `before`; it may be overdue. */
  nextDueAt(before: Date): Promise<Date | null>
  /** Sets the desk's clock, for every process of it. */
  set(now: Date): Promise<void>
}

export interface MoverDeps {
  readonly time: SandboxTime
  readonly control: Pick<ControlClient, 'setClock'>
  readonly idle: () => Promise<void>
}

export interface Mover {
  /** Moves ahead by `ms` and answers what time it is then. A second caller waits for the first. */
  advance(ms: number): Promise<Date>
  /** Where the move under way leads, or undefined when the clock runs by itself. */
  target(): Date | undefined
}

export function mover({ time, control, idle }: MoverDeps): Mover {
  let last: Promise<unknown> = Promise.resolve()
  let target: Date | undefined

  async function move(ms: number): Promise<Date> {
    const goal = new Date(time.now().getTime() + ms)
    target = goal
    try {
      await idle()
      await passWhatIsDue(goal)
      if (goal > time.now()) await setClocks(goal)
      await idle()
      return time.now()
    } finally {
      target = undefined
    }
  }

  async function passWhatIsDue(goal: Date): Promise<void> {
    let passed: number | undefined
    for (;;) {
      const dueAt = await time.nextDueAt(goal)
      if (dueAt === null || dueAt > goal) return
      if (dueAt > time.now()) await setClocks(dueAt)
      // Still due although its time came and all was idle: moving on would leave it behind.
      else if (dueAt.getTime() === passed)
        throw new StillBusy([`a timer of ${dueAt.toISOString()}`])
      passed = dueAt.getTime()
      await idle()
    }
  }

  /** The platform first: what the desk sends at the new time must not be early there. */
  async function setClocks(now: Date): Promise<void> {
    await control.setClock(now)
    await time.set(now)
  }

  return {
    target: () => target,
    advance(ms) {
      const moved = last.then(() => move(ms))
      // The next caller only waits for the end; how it ended is the caller's own affair.
      last = moved.then(
        () => undefined,
        () => undefined,
      )
      return moved
    },
  }
}
