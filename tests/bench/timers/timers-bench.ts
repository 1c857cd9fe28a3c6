/** `npm run bench -- timers`: how late alarms ring when very many are due, beside BullMQ's delayed jobs, and what one costs beside a million. */
import { hasRedis, openRedis } from '../../chaos/servers/redis.ts'
import { type BenchDesk, type BenchServer, openBenchDesk, openBenchServer } from '../bench-desk.ts'
import { medianOf, ratioOf } from '../paired.ts'
import { cpuMs } from '../scale/cpu-time.ts'
import { type AlarmKind, PEOPLE, ringAll } from './alarms.ts'
import { ringByBullmq } from './bullmq-alarms.ts'
import { costBeside, type PendingCost, seedPending } from './pending.ts'
import {
  ALARMS,
  CPU_SECONDS,
  DUE_WITHIN_MS,
  FIRST_LOOK_MS,
  LATEST_MS,
  MOST_GROWTH,
  P99_MS,
} from './targets.ts'
import type { Wave } from './wave.ts'

const ROUNDS = 5
const WAVES = 2
const KINDS: readonly (readonly [AlarmKind, string])[] = [
  ['talk', 'of talks'],
  ['promise', 'of promises, each alone'],
]
const FEW = 1_000
const MANY = 1_000_000
/** Alarms of a round beside those pending. */
const TIMES = 200

export interface WaveResult {
  readonly name: string
  readonly isOurs: boolean
  readonly p50Ms: number
  readonly p99Ms: number
  readonly latestMs: number
  readonly early: number
  readonly lost: number
  readonly doubled: number
  /** Of both sides, for all of them; null where the system does not tell, and of the others. */
  readonly cpuSeconds: number | null
  readonly isMet: boolean
}

export interface PendingResult {
  readonly pending: number
  readonly adding: number | null
  readonly sweeping: number | null
  readonly firstLook: number
}

export interface TimersResult {
  readonly waves: readonly WaveResult[]
  readonly pending: readonly PendingResult[]
  /** With a million by with a thousand, round by round; null where the system does not tell. */
  readonly growth: { readonly adding: number | null; readonly sweeping: number | null }
  readonly skipped: readonly string[]
  readonly isGood: boolean
}

/** Takes about four minutes. */
export async function timersBench(): Promise<TimersResult> {
  const server = await openBenchServer()
  const redis = hasRedis() ? await openRedis() : null
  try {
    const desk = await openBenchDesk(server, 'guanjia_alarms', PEOPLE)
    const waves = await ourWaves(desk)
    const url = redis && `redis://127.0.0.1:${redis.port}`
    const size = { count: ALARMS, withinMs: DUE_WITHIN_MS }
    if (url)
      waves.push(resultOf('BullMQ, delayed jobs in Redis', await ringByBullmq(desk.url, url, size)))
    waves.push(
      resultOf('BullMQ, delayed jobs in PostgreSQL', await ringByBullmq(desk.url, null, size)),
    )
    await desk.close()
    const { pending, growth } = await besideMany(server)
    const skipped = redis ? [] : ['BullMQ in Redis: redis-server is not installed']
    const isGood =
      waves.every(({ isOurs, isMet }) => !isOurs || isMet) &&
      Object.values(growth).every((ratio) => ratio === null || ratio <= MOST_GROWTH) &&
      pending.every(({ firstLook }) => firstLook <= FIRST_LOOK_MS)
    return { waves, pending, growth, skipped, isGood }
  } finally {
    await redis?.kill()
    await server.close()
  }
}

async function ourWaves(desk: BenchDesk): Promise<WaveResult[]> {
  const results: WaveResult[] = []
  for (const [kind, name] of KINDS)
    for (let wave = 0; wave < WAVES; wave++) {
      const before = await cpuMs(desk.pool)
      const size = { count: ALARMS, withinMs: DUE_WITHIN_MS }
      const rung = await ringAll(desk, kind, size)
      const after = await cpuMs(desk.pool)
      const cpuSeconds = before === null || after === null ? null : (after - before) / 1000
      results.push(ourResult(`guanjia, ${name}`, rung, cpuSeconds))
    }
  return results
}

export function ourResult(name: string, wave: Wave, cpuSeconds: number | null): WaveResult {
  const result = resultOf(name, wave)
  const isExact = wave.early + wave.lost + wave.doubled === 0
  const isMet =
    isExact &&
    result.p99Ms <= P99_MS &&
    result.latestMs <= LATEST_MS &&
    (cpuSeconds === null || cpuSeconds <= CPU_SECONDS)
  return { ...result, isOurs: true, cpuSeconds, isMet }
}

function resultOf(name: string, { late, early, lost, doubled }: Wave): WaveResult {
  const share = (part: number) => late[Math.floor((late.length - 1) * part)] ?? 0
  const times = { p50Ms: share(0.5), p99Ms: share(0.99), latestMs: share(1) }
  return { name, isOurs: false, ...times, early, lost, doubled, cpuSeconds: null, isMet: true }
}

async function besideMany(server: BenchServer) {
  const few = await openBenchDesk(server, 'guanjia_few', 1)
  const many = await openBenchDesk(server, 'guanjia_many', 1)
  try {
    await seedPending(few, FEW)
    await seedPending(many, MANY)
    const rounds: { readonly few: PendingCost; readonly many: PendingCost }[] = []
    for (let round = 0; round <= ROUNDS; round++) {
      const both = { few: await costBeside(few, TIMES), many: await costBeside(many, TIMES) }
      if (round > 0) rounds.push(both)
    }
    const growth = { adding: growthOf(rounds, 'adding'), sweeping: growthOf(rounds, 'sweeping') }
    const of = (which: 'few' | 'many', pending: number): PendingResult => {
      const median = (what: keyof PendingCost) =>
        medianOf(rounds.map((one) => one[which][what] ?? 0))
      const tells = rounds.every((one) => one[which].adding !== null)
      return {
        pending,
        adding: tells ? median('adding') : null,
        sweeping: tells ? median('sweeping') : null,
        firstLook: median('firstLook'),
      }
    }
    return { pending: [of('few', FEW), of('many', MANY)], growth }
  } finally {
    await few.close()
    await many.close()
  }
}

function growthOf(
  rounds: readonly { readonly few: PendingCost; readonly many: PendingCost }[],
  what: 'adding' | 'sweeping',
): number | null {
  const [many, few] = [rounds.map((one) => one.many[what]), rounds.map((one) => one.few[what])]
  const isTold = (figures: readonly (number | null)[]): figures is readonly number[] =>
    figures.every((figure) => figure !== null)
  return isTold(many) && isTold(few) ? ratioOf(many, few) : null
}
