/** A warning that is written at most once a minute and says how many were left out. */
import type { Log } from '../../log.ts'

const EVERY_MS = 60_000

export function quietLog(
  log: Log,
  now: () => Date,
): (fields: Record<string, unknown>, message: string) => void {
  let writtenAtMs = Number.NEGATIVE_INFINITY
  let leftOut = 0
  return (fields, message) => {
    const nowMs = now().getTime()
    // A clock that was put back must not silence the log until it has caught up.
    if (nowMs >= writtenAtMs && nowMs - writtenAtMs < EVERY_MS) {
      leftOut += 1
      return
    }
    log.warn({ ...fields, leftOut }, message)
    writtenAtMs = nowMs
    leftOut = 0
  }
}
