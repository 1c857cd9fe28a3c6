/** What a worker process does: six loops over rows, and the jobs of the queues. */

import { type DrainTurnsDeps, drainTurns } from '../conversation/drain-turns.ts'
import {
  type DrainOrdersDeps,
  drainOrders,
  nextOrderAt,
} from '../conversation/orders/drain-orders.ts'
import type { Clock } from '../database/clock.ts'
import type { Database } from '../database/open-database.ts'
import { nextBurstAt } from '../inbox/due.ts'
import type { Log } from '../log.ts'
import { type FetchDeps, fetchWaiting, nextFetchAt } from '../media/fetch-waiting.ts'
import { type DrainDeps, drainOutbox, lanesHere } from '../outbox/drain.ts'
import { nextSendAt } from '../outbox/lanes.ts'
import { nextTimerAt, type SweepDeps, sweepTimers } from '../timers/sweep.ts'
import type { JobData, LoopName } from './job-table.ts'
import { type Loop, type LoopDeps, startLoop } from './loop.ts'
import type { Queues } from './queues.ts'

export interface WorkersDeps {
  /** From then on turns, sends and alarms in hand are finished and no others begun. */
  readonly stopping: AbortSignal
  readonly db: Database
  readonly clock: Clock
  readonly queues: Queues
  readonly log: Log
  readonly turns: DrainTurnsDeps
  readonly sends: DrainDeps
  readonly timers: SweepDeps
  readonly media: FetchDeps
  readonly orders: DrainOrdersDeps
  readonly pullKf: (order: JobData<'pull-kf'>) => Promise<void>
  readonly pollKf: () => Promise<void>
  readonly readContacts: () => Promise<void>
  readonly readDirectory: () => Promise<void>
  readonly housekeeping: () => Promise<void>
  /** Before each round of a loop: in the sandbox, what time it is. */
  readonly beforeRound: () => Promise<void>
  /** After each round: a sign that this loop goes on. */
  readonly afterRound: (loop: LoopName) => Promise<void>
}

export interface Workers {
  /** Wakes loops of this process at once. */
  wake(...loops: readonly LoopName[]): void
  /** Resolves when they were told to stop and all that was in hand is finished. */
  readonly ended: Promise<unknown>
}

export async function startWorkers(deps: WorkersDeps): Promise<Workers> {
  const loops = startLoops(deps)
  const wake = (...names: readonly LoopName[]) => {
    for (const name of names) loops[name].wake()
  }
  await deps.queues.work({
    ring: async ({ loops: names }) => wake(...names),
    'pull-kf': async (order) => {
      await deps.pullKf(order)
      wake('turns', 'media')
    },
    'poll-kf': async () => {
      await deps.pollKf()
      wake('turns', 'media')
    },
    'read-contacts': deps.readContacts,
    'read-directory': async () => {
      await deps.readDirectory()
      wake('timers', 'sends')
    },
    housekeeping: deps.housekeeping,
  })
  return {
    wake,
    ended: Promise.all(Object.values(loops).map((loop) => loop.ended)),
  }
}

type Loops = Readonly<Record<LoopName, Loop>>

function startLoops(deps: WorkersDeps): Loops {
  const { db } = deps
  const loops: Loops = {
    turns: loopOf(deps, 'turns', {
      drain: (stopping) =>
        drainTurns(deps.turns, stopping).then(
          wakeAfter('codes', 'sends', 'timers', 'orders', 'media'),
        ),
      nextAt: () => nextBurstAt(db),
    }),
    timers: loopOf(deps, 'timers', {
      drain: (stopping) =>
        sweepTimers(deps.timers, stopping).then(wakeAfter('turns', 'codes', 'sends', 'orders')),
      nextAt: () => nextTimerAt(db),
    }),
    sends: sendLoop(deps, 'sends', false),
    // What is good for twenty seconds does not stand behind what takes longer.
    codes: sendLoop(deps, 'codes', true),
    media: loopOf(deps, 'media', {
      drain: (stopping) => fetchWaiting(deps.media, stopping),
      nextAt: () => nextFetchAt(db),
    }),
    orders: loopOf(deps, 'orders', {
      drain: (stopping) =>
        drainOrders(deps.orders, stopping).then(wakeAfter('turns', 'codes', 'sends', 'timers')),
      nextAt: () => nextOrderAt(db),
    }),
  }
  /** What a turn or an alarm wrote is for other loops to carry on at once. */
  function wakeAfter(...names: readonly LoopName[]): (done: number) => void {
    return (done) => {
      if (done > 0) for (const name of names) loops[name].wake()
    }
  }
  return loops
}

function sendLoop(deps: WorkersDeps, name: 'sends' | 'codes', codes: boolean): Loop {
  const sends = { ...deps.sends, codes }
  return loopOf(deps, name, {
    drain: (stopping) => drainOutbox(sends, stopping),
    nextAt: () => nextSendAt(deps.db, lanesHere(sends)),
  })
}

function loopOf(
  { clock, log, beforeRound, afterRound, stopping }: WorkersDeps,
  name: LoopName,
  rows: Pick<LoopDeps, 'drain' | 'nextAt'>,
): Loop {
  return startLoop({
    clock,
    stopping,
    nextAt: rows.nextAt,
    async drain(signal) {
      await beforeRound()
      const done = await rows.drain(signal)
      await afterRound(name)
      return done
    },
    onError: (error) => log.error({ err: error, loop: name }, 'a loop stumbled'),
  })
}
