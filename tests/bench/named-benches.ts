/** Benches that start servers and take minutes: they run when they are named. */
import { broadcastBench } from './broadcast/broadcast-bench.ts'
import { broadcastLines } from './broadcast/broadcast-lines.ts'
import { callbackBench } from './callback/callback-bench.ts'
import { callbackLines } from './callback/callback-lines.ts'
import { isGood, scaleBench } from './scale/scale-bench.ts'
import { startBench } from './start/start-bench.ts'
import { startLines } from './start/start-lines.ts'
import { timersBench } from './timers/timers-bench.ts'
import { timersLines } from './timers/timers-lines.ts'
import { turnBench } from './turn/turn-bench.ts'
import { turnLines } from './turn/turn-lines.ts'
import { workersBench } from './workers/workers-bench.ts'
import { workersLines } from './workers/workers-lines.ts'

export interface BenchWish {
  readonly full: boolean
  /** Tickets of the seeded years. */
  readonly sizes: readonly number[]
  /** Where plans and the curve are kept; null: nowhere. */
  readonly folder: string | null
  /** How long the desk that was started is kept at work. */
  readonly minutes: number
  print(line: string): void
}

/** What a bench found, as it is kept in a file, and whether every aim is met and every answer right. */
export interface Found {
  readonly result: unknown
  readonly isGood: boolean
}

export const NAMED_BENCHES: Readonly<Record<string, (wish: BenchWish) => Promise<Found>>> = {
  callback: ({ full, print }) => told(callbackBench(full), callbackLines, print),
  turn: ({ full, print }) => told(turnBench(full), turnLines, print),
  timers: ({ print }) => told(timersBench(), timersLines, print),
  workers: ({ full, print }) => told(workersBench(full), workersLines, print),
  broadcast: ({ print }) => told(broadcastBench(), broadcastLines, print),
  start: ({ minutes, print }) => told(startBench(minutes), startLines, print),
  async scale(wish) {
    const sizes = await scaleBench(wish)
    return { result: sizes, isGood: isGood(sizes) }
  },
}

async function told<Result extends { readonly isGood: boolean }>(
  running: Promise<Result>,
  lines: (result: Result) => readonly string[],
  print: BenchWish['print'],
): Promise<Found> {
  const result = await running
  for (const line of lines(result)) print(line)
  return { result, isGood: result.isGood }
}
