/** A loop over rows: does what is due, sleeps until the next is, and can be woken. */
import type { Clock } from '../database/clock.ts'

export interface LoopDeps {
  /** Ends the loop once the work in hand is finished; what is due beyond that is left to the next process. */
  readonly stopping: AbortSignal
  readonly clock: Clock
  /** Does everything that is due; takes up nothing more once it is told to stop. */
  readonly drain: (stopping: AbortSignal) => Promise<unknown>
  /** When the next row will be due. */
  readonly nextAt: () => Promise<Date | null>
  readonly onError: (error: unknown) => void
}

export interface Loop {
  wake(): void
  /** Resolves when the loop was told to stop and has. */
  readonly ended: Promise<void>
}

/** Longest sleep: what another process wrote without a ring is found after this time. */
const LONGEST_MS = 1_000
/** Shortest sleep: a row that another process holds stays due, and must not keep us spinning. */
const SHORTEST_MS = 10
/** After an error, for example without the database, the loop tries again at this pace. */
const AFTER_ERROR_MS = 500

export function startLoop(deps: LoopDeps): Loop {
  const { stopping } = deps
  let wasWoken = false
  let wakeUp = () => {}

  const sleep = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      wakeUp = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  const run = async () => {
    while (!stopping.aborted) {
      wasWoken = false
      const pauseMs = await turn(deps)
      if (!wasWoken && !stopping.aborted) await sleep(pauseMs)
    }
  }
  const wake = () => {
    wasWoken = true
    wakeUp()
  }
  stopping.addEventListener('abort', wake, { once: true })
  return { wake, ended: run() }
}

async function turn(deps: LoopDeps): Promise<number> {
  try {
    await deps.drain(deps.stopping)
    const next = await deps.nextAt()
    if (!next) return LONGEST_MS
    return Math.min(Math.max(next.getTime() - deps.clock.now().getTime(), SHORTEST_MS), LONGEST_MS)
  } catch (error) {
    deps.onError(error)
    return AFTER_ERROR_MS
  }
}
