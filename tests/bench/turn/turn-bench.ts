/** `npm run bench -- turn`: durable turns a second beside the least that raw `pg` takes, and whether much that is stored slows them. */
import { hasRedis, openRedis } from '../../chaos/servers/redis.ts'
import { type BenchServer, openBenchDesk, openBenchServer } from '../bench-desk.ts'
import { medianOf, ratioOf } from '../paired.ts'
import { cpuMs } from '../scale/cpu-time.ts'
import { openFloor } from './floor.ts'
import { ON_POSTGRES, ON_REDIS, openOurTurns } from './our-turns.ts'
import { type Stored, seedStored } from './seed-stored.ts'
import { AT_ONCE, JUDGED_AT, MOST_GROWTH, TARGETS, type Target } from './targets.ts'
import type { TurnSubject } from './turn-subject.ts'

const ROUNDS = 5
const PEOPLE = Math.max(...AT_ONCE)
/** Turns of a round, by how many people talk at once. */
const SMOKE: Readonly<Record<number, number>> = { 1: 60, 8: 240, 32: 480 }
const FULL_TIMES = 4
const FEW: Stored = { conversations: 1_000, messages: 10_000 }
const MANY: Stored = { conversations: 100_000, messages: 1_000_000 }
const MANY_FULL: Stored = { conversations: 1_000_000, messages: 10_000_000 }
const GROWTH_AT = 8

export interface TurnsMeasured {
  readonly name: string
  readonly atOnce: number
  /** Turns a second, one a round. */
  readonly perSecond: readonly number[]
  /** CPU milliseconds of both sides a turn, one a round; null where the system does not tell. */
  readonly cpu: readonly number[] | null
  readonly p50Ms: number
  readonly p99Ms: number
}

export interface TurnTarget extends Target {
  /** Null when one of the two was not measured. */
  readonly ratio: number | null
  readonly isMet: boolean
}

export interface Growth {
  readonly few: Stored
  readonly many: Stored
  /** CPU of a turn with many stored by that with few, round by round; null where the system does not tell. */
  readonly ratio: number | null
  readonly isMet: boolean
  readonly seedSeconds: number
}

export interface TurnResult {
  readonly full: boolean
  readonly measured: readonly TurnsMeasured[]
  readonly targets: readonly TurnTarget[]
  readonly growth: Growth
  /** Turns lost, doubled or without an answer, by subject. */
  readonly wrong: Readonly<Record<string, number>>
  readonly skipped: readonly string[]
  readonly isGood: boolean
}

/** Takes about three minutes, `full` half an hour. */
export async function turnBench(full: boolean): Promise<TurnResult> {
  const server = await openBenchServer()
  const redis = hasRedis() ? await openRedis() : null
  try {
    const one = await measureAll(server, redis && `redis://127.0.0.1:${redis.port}`, full)
    const { growth, wrong } = await measureGrowth(server, full)
    const allWrong = { ...one.wrong, ...wrong }
    const targets = TARGETS.map((target) => judge(target, one.measured))
    const skipped = redis ? [] : [`${ON_REDIS}: redis-server is not installed`]
    const isGood =
      [...targets, growth].every(({ isMet }) => isMet) &&
      Object.values(allWrong).every((count) => count === 0)
    return { full, measured: one.measured, targets, growth, wrong: allWrong, skipped, isGood }
  } finally {
    await redis?.kill()
    await server.close()
  }
}

export function judge(target: Target, measured: readonly TurnsMeasured[]): TurnTarget {
  const of = (name: string) =>
    measured.find((one) => one.name === name && one.atOnce === JUDGED_AT)?.perSecond ?? []
  const [rounds, base] = [of(target.subject), of(target.by)]
  if (rounds.length === 0 || base.length === 0) return { ...target, ratio: null, isMet: true }
  const ratio = ratioOf(rounds, base)
  return { ...target, ratio, isMet: ratio >= target.least }
}

async function measureAll(server: BenchServer, redisUrl: string | null, full: boolean) {
  const desk = await openBenchDesk(server, 'guanjia_turns', PEOPLE)
  const other = redisUrl === null ? null : await openBenchDesk(server, 'guanjia_redis', PEOPLE)
  const subjects = [
    ...(await openFloor(desk.url, PEOPLE)),
    await openOurTurns(ON_POSTGRES, desk, null),
    ...(other ? [await openOurTurns(ON_REDIS, other, redisUrl)] : []),
  ]
  try {
    const measured: TurnsMeasured[] = []
    const taken = new Map(subjects.map(({ name }) => [name, 0]))
    for (const atOnce of AT_ONCE) {
      const turns = (SMOKE[atOnce] ?? 0) * (full ? FULL_TIMES : 1)
      measured.push(...(await takeRounds(subjects, { atOnce, turns }, taken)))
    }
    return { measured, wrong: await wrongOf(subjects, taken) }
  } finally {
    for (const subject of subjects) await subject.close()
    await desk.close()
    await other?.close()
  }
}

async function measureGrowth(server: BenchServer, full: boolean) {
  const many = full ? MANY_FULL : MANY
  const [small, large] = [
    await openBenchDesk(server, 'guanjia_few', PEOPLE),
    await openBenchDesk(server, 'guanjia_many', PEOPLE),
  ]
  await seedStored(small.pool, FEW)
  const begun = performance.now()
  await seedStored(large.pool, many)
  const seedSeconds = (performance.now() - begun) / 1000
  const subjects = [
    await openOurTurns('few stored', small, null),
    await openOurTurns('many stored', large, null),
  ]
  try {
    const taken = new Map(subjects.map(({ name }) => [name, 0]))
    const turns = (SMOKE[GROWTH_AT] ?? 0) * (full ? FULL_TIMES : 1)
    const [few, grown] = await takeRounds(subjects, { atOnce: GROWTH_AT, turns }, taken)
    const ratio = grown?.cpu && few?.cpu ? ratioOf(grown.cpu, few.cpu) : null
    const isMet = ratio === null || ratio <= MOST_GROWTH
    const growth: Growth = { few: FEW, many, ratio, isMet, seedSeconds }
    return { growth, wrong: await wrongOf(subjects, taken) }
  } finally {
    for (const subject of subjects) await subject.close()
    await small.close()
    await large.close()
  }
}

interface Load {
  readonly atOnce: number
  readonly turns: number
}

/** A first round warms up and is not counted (performance.md 8.1). */
async function takeRounds(
  subjects: readonly TurnSubject[],
  load: Load,
  taken: Map<string, number>,
): Promise<readonly TurnsMeasured[]> {
  const rounds = subjects.map(() => ({
    perSecond: [] as number[],
    cpu: [] as number[],
    ms: [] as number[],
  }))
  let tellsCpu = true
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [at, subject] of subjects.entries()) {
      const before = await cpuMs(subject.pool)
      const begun = performance.now()
      const ms = await takeTurns(subject, load)
      const seconds = (performance.now() - begun) / 1000
      const after = await cpuMs(subject.pool)
      taken.set(subject.name, (taken.get(subject.name) ?? 0) + load.turns)
      if (round === 0) continue
      rounds[at]?.perSecond.push(load.turns / seconds)
      rounds[at]?.ms.push(...ms)
      if (before === null || after === null) tellsCpu = false
      else rounds[at]?.cpu.push((after - before) / load.turns)
    }
  }
  return rounds.map(({ perSecond, cpu, ms }, at): TurnsMeasured => {
    const sorted = ms.sort((a, b) => a - b)
    const share = (part: number) => sorted[Math.floor((sorted.length - 1) * part)] ?? 0
    const name = subjects[at]?.name ?? ''
    const { atOnce } = load
    return {
      name,
      atOnce,
      perSecond,
      cpu: tellsCpu ? cpu : null,
      p50Ms: share(0.5),
      p99Ms: share(0.99),
    }
  })
}

/** So many people say the next thing as soon as they were answered; ms of each turn. */
async function takeTurns({ say }: TurnSubject, { atOnce, turns }: Load): Promise<number[]> {
  const took: number[] = []
  let left = turns
  const talk = async (who: string) => {
    while (left > 0) {
      left -= 1
      const begun = performance.now()
      await say(who)
      took.push(performance.now() - begun)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, (_, person) => talk(`u${person}`)))
  return took
}

/** How many of the turns are not there once, with one message and one answer each. */
async function wrongOf(subjects: readonly TurnSubject[], taken: ReadonlyMap<string, number>) {
  const wrong: Record<string, number> = {}
  for (const subject of subjects) {
    const said = taken.get(subject.name) ?? 0
    const counted = await subject.counted()
    wrong[subject.name] = Math.max(...Object.values(counted).map((count) => Math.abs(count - said)))
  }
  return wrong
}

/** Median, least and most over the rounds. */
export function spreadOf(values: readonly number[]) {
  return { median: medianOf(values), min: Math.min(...values), max: Math.max(...values) }
}
