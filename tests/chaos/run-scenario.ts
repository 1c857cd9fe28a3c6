/** One scenario: people begin to live, something is broken on purpose, and in the end all is held against the ledger. */
import { setMaxListeners } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { readDataKey } from '../../src/database/data-key.ts'
import { openSeals } from '../../src/database/sealed.ts'
import { chanceOf } from '../support/app/seeded.ts'
import { liveAsMessenger } from './crowd/messenger-life.ts'
import { liveAsOwner } from './crowd/owner-life.ts'
import { liveAsTechnician } from './crowd/technician-life.ts'
import type { Judgement } from './judge/evidence.ts'
import { judge } from './judge/judge.ts'
import type { Part } from './processes.ts'
import { hasRedis } from './servers/redis.ts'
import { openStage, type Stage, type StageWish } from './stage.ts'

export interface Scenario {
  readonly id: string
  readonly what: string
  readonly withRedis?: boolean
  readonly bursts?: boolean
  /** Owners report as long as it lasts, and take their time over it, instead of all at the beginning. */
  readonly reportsAllAlong?: boolean
  /** 99 of 100 callbacks must be answered within so many ms. */
  readonly answerWithinMs?: number
  readonly postgres?: StageWish['postgres']
  /** What it needs beside servers of its own and does not find. */
  lacks?(): string | null
  /** Breaks things for about so many ms, and leaves everything whole. */
  run(stage: Stage, forMs: number, wish: Wish): Promise<void>
}

export interface Wish {
  /** Of the desk's build. */
  readonly entry: string
  readonly owners: number
  readonly technicians: number
  readonly seed: number
  readonly forMs: number
  /** So many processes end at the least where some are killed. */
  readonly kills: number
  /** An alarm may be so late beyond the outages. */
  readonly patienceMs: number
  /** Whoever has had enough: everything that was opened is closed. */
  readonly stopping?: AbortSignal
}

export interface Outcome extends Judgement {
  readonly id: string
  /** What was broken, by kind and number. */
  readonly faults: Readonly<Record<string, number>>
  /** From the last fault's end until nothing waited any more, people still writing until shortly after it. */
  readonly quietMs: number
  /** Time an owner waited for an answer, ms. */
  readonly answeredMs: { readonly p50: number; readonly p99: number; readonly max: number }
  /** Resident MB before and after, by part. */
  readonly memory: readonly (readonly [Part, number, number])[]
  readonly isGood: boolean
}

/** Owners say something about as often, in ms. */
const THINK_MS = 6_000
/** A callback is posted straight at the desk as often, in ms; in bursts ten times as often. */
const POST_EVERY_MS = 250
const TIMES_IN_BURSTS = 10
/** Traffic before the first fault, and after the last. */
const WARM_MS = 6_000
const LONGEST_QUIET_MS = 180_000

/** Why a scenario cannot run on this machine; null when it can. */
export function lackOf({ withRedis, lacks }: Scenario): string | null {
  if (withRedis && !hasRedis()) return 'redis-server is not installed'
  return lacks?.() ?? null
}

export async function runScenario(scenario: Scenario, wish: Wish): Promise<Outcome> {
  const { withRedis = false, bursts = false, postgres } = scenario
  const stage = await openStage({ ...wish, withRedis, bursts, ...(postgres && { postgres }) })
  try {
    return await Promise.race([live(scenario, wish, stage), stopped(wish.stopping)])
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error)
    throw new Error(`${scenario.id}: ${reason}\n${stage.desk.story()}`, { cause: error })
  } finally {
    await stage.close()
  }
}

function stopped(stopping: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    stopping?.addEventListener('abort', () => reject(new Error('stopped')))
  })
}

async function live(scenario: Scenario, wish: Wish, stage: Stage): Promise<Outcome> {
  const { desk, crowd, ledger, processes } = stage
  const over = new AbortController()
  // Everybody listens.
  setMaxListeners(0, over.signal)
  const lives = beginLives(stage, { ...wish, ...scenario }, over.signal)
  // Somebody who cannot go on living ends it, and nobody lives on when it ends for another reason.
  const { before, mendedAt } = await Promise.race([
    breakThings(scenario, wish, stage),
    lives.then(() => Promise.reject(new Error('everybody left before it was over'))),
  ]).finally(() => over.abort())
  await lives
  await quiet(stage)
  const quietMs = Math.round(performance.now() - mendedAt)
  const after = await processes.memory()
  // Promises go on running out: nothing may move while it is judged. The platform goes with the last process.
  await processes.end(['worker-1', 'worker-2'], 'SIGTERM')
  const seals = openSeals(await readDataKey(null, desk.dataDir))
  const judged = await judge({
    ...{ db: desk.db, seals, platform: desk.platform(), ledger, patienceMs: wish.patienceMs },
  })
  const waited = ledger.said
    .flatMap(({ at, answeredAt }) => (answeredAt ? [answeredAt - at] : []))
    .sort((a, b) => a - b)
  const at = (share: number) =>
    waited[Math.min(waited.length - 1, Math.floor(waited.length * share))] ?? 0
  return {
    ...judged,
    ...{ id: scenario.id, quietMs, faults: Object.fromEntries(ledger.counts) },
    answeredMs: { p50: at(0.5), p99: at(0.99), max: at(1) },
    memory: [...before].map(([part, mb]) => [part, mb, after.get(part) ?? 0] as const),
    isGood:
      ledger.said.length >= crowd.owners.length &&
      judged.counts.answerP99Ms <= (scenario.answerWithinMs ?? Number.POSITIVE_INFINITY) &&
      Object.values(judged.verdict).every((wrong) => wrong === 0),
  }
}

async function breakThings(scenario: Scenario, wish: Wish, stage: Stage) {
  await pause(WARM_MS)
  const before = await stage.processes.memory()
  await scenario.run(stage, wish.forMs, wish)
  const mendedAt = performance.now()
  await pause(WARM_MS)
  return { before, mendedAt }
}

/** Resolves when everybody has noticed that it is over. */
async function beginLives(stage: Stage, wish: Wish & Scenario, over: AbortSignal): Promise<void> {
  const { desk, crowd, ledger, processes } = stage
  const isOver = () => over.aborted
  const rest = (ms: number) => pause(ms, undefined, { signal: over }).catch(() => undefined)
  const { reportsAllAlong = false, bursts = false, forMs } = wish
  const reporting = {
    reportsWithinMs: reportsAllAlong ? forMs : THINK_MS,
    answersAfterMs: reportsAllAlong ? THINK_MS : 0,
  }
  const common = { platform: () => desk.platform(), ledger, rest, isOver }
  await Promise.all([
    ...peaceful(crowd.owners, bursts).map(({ id }, at) =>
      liveAsOwner({
        ...common,
        ...reporting,
        ...{ id, chance: chanceOf(wish.seed * 100_003 + at), thinkMs: THINK_MS },
      }),
    ),
    liveAsMessenger({
      ...common,
      ...{ memberId: 'he-jie', corp: desk.platform().corp, now: () => timeOf(desk) },
      address: processes.address,
      everyMs: bursts ? POST_EVERY_MS / TIMES_IN_BURSTS : POST_EVERY_MS,
    }),
    ...crowd.technicians.map((id) => liveAsTechnician({ ...common, id })),
  ])
}

/** Owners who live by themselves: where there are bursts the others write those. */
function peaceful<Owner>(owners: readonly Owner[], bursts: boolean): readonly Owner[] {
  return bursts ? owners.filter((_, at) => at % 2 === 0) : owners
}

/** The platform's time: callbacks are dated by it. */
async function timeOf(desk: Stage['desk']): Promise<Date> {
  return new Date((await desk.platform().control.state()).now)
}

/** Nothing waits in desk or platform; what the platform gave up is sent again first. */
async function quiet({ desk }: Stage): Promise<void> {
  await desk.platform().control.redeliver()
  const endAt = performance.now() + LONGEST_QUIET_MS
  for (;;) {
    const isIdle = await desk.idle().then(
      () => true,
      (error) => {
        if (performance.now() > endAt) throw error
        return false
      },
    )
    if (isIdle) return
  }
}
