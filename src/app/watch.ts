/** The watch of a process: looks every so often, on a timer of its own, whether what is due is done. */
import type { WatchDeps } from '../jobs/watch/findings.ts'
import { openWatchman } from '../jobs/watch/watchman.ts'
import { drainLane } from '../outbox/drain.ts'
import { lanesUnder } from '../outbox/lanes.ts'
import type { Parts } from './parts.ts'
import { sendsOf } from './sends.ts'

/** What is looked at, and with whose eyes. */
export function watchOf({ base, queues }: Parts): WatchDeps {
  const { ground, clock, realClock, rules } = base
  return {
    ...{ db: ground.db, clock, realClock },
    queueIsUp: () => queues.isUp(),
    lateMs: rules.desk.clocks.watch.late * 1000,
  }
}

/** Begins to look; a look that fails is logged, and the next is made. */
export function startWatch(parts: Parts): void {
  const { base, talk, log, life } = parts
  const { clock, ground } = base
  const { every, again } = base.rules.desk.clocks.watch
  const sends = sendsOf(parts)
  const watchman = openWatchman({
    ...watchOf(parts),
    ...{ log, makeWork: talk.makeWork, againMs: again * 1000 },
    async sendNow(keyPrefix) {
      for (const lane of await lanesUnder(ground.db, keyPrefix)) await drainLane(sends, lane)
    },
  })
  let isLooking = false
  const look = async () => {
    if (isLooking || life.stopping.aborted) return
    isLooking = true
    try {
      await clock.refresh()
      await watchman.look()
    } catch (error) {
      log.error({ err: error }, 'the watch could not look')
    } finally {
      isLooking = false
    }
  }
  const timer = setInterval(look, every * 1000)
  life.onStop(async () => clearInterval(timer))
}
