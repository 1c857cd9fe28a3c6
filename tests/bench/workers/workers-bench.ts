/** `npm run bench -- workers`: what two and four worker processes do that one does not, on one database, and what holds them back. */
import { randomUUID } from 'node:crypto'
import { availableParallelism } from 'node:os'
import type { Incoming } from '../../../src/channels/channel.ts'
import { readAllRules } from '../../../src/conversation/read-all-rules.ts'
import { readDataKey } from '../../../src/database/data-key.ts'
import { openSeals } from '../../../src/database/sealed.ts'
import { keepIncoming } from '../../../src/inbox/keep.ts'
import type { TestDesk } from '../../support/app/desk-on-database.ts'
import type { DeskProcess } from '../../support/app/desk-process.ts'
import { openStrayDesk } from '../../support/app/stray-desk.ts'
import { until } from '../../support/until.ts'
import { cpuMicrosOf } from '../callback/server-process.ts'
import { medianOf } from '../paired.ts'
import { databaseCpuMs } from './database-cpu.ts'

const WORKERS = [1, 2, 4] as const
const ROUNDS = 5
const PEOPLE = 300
const FULL_TIMES = 4
const PATIENCE_MS = 300_000
/** Answered from what everybody may know: a whole turn, and one message back. */
const QUESTION = '物业费怎么算'

export interface WorkersMeasured {
  readonly workers: number
  /** Turns a second, one a round. */
  readonly perSecond: readonly number[]
  /** CPU milliseconds of a turn; null where the system does not tell. */
  readonly inWorkers: number | null
  readonly inDatabase: number | null
  /** Of all processors together, how much the desk and its database used: at 1 the machine is the limit. */
  readonly busy: number | null
}

export interface WorkersResult {
  readonly cores: number
  readonly measured: readonly WorkersMeasured[]
  /** Turns that were not taken once. */
  readonly wrong: number
  readonly isGood: boolean
}

/** Takes about four minutes. */
export async function workersBench(full: boolean): Promise<WorkersResult> {
  const desk = await openStrayDesk({ redisUrl: null })
  try {
    await desk.start('web')
    const say = await openCrowd(desk)
    const workers: DeskProcess[] = []
    const measured: WorkersMeasured[] = []
    const people = PEOPLE * (full ? FULL_TIMES : 1)
    for (const count of WORKERS) {
      while (workers.length < count)
        workers.push(await desk.start('worker', `worker-${workers.length + 1}`))
      measured.push(await measure(desk, workers, () => say(people)))
    }
    const said = people * (ROUNDS + 1) * WORKERS.length
    const wrong = Math.abs((await turnsTaken(desk)) - said)
    return { cores: availableParallelism(), measured, wrong, isGood: wrong === 0 }
  } finally {
    await desk.close()
  }
}

/** A first round warms up and is not counted (performance.md 8.1). */
async function measure(
  desk: TestDesk,
  workers: readonly DeskProcess[],
  say: () => Promise<number>,
): Promise<WorkersMeasured> {
  const perSecond: number[] = []
  const used: { readonly inWorkers: number; readonly inDatabase: number; readonly busy: number }[] =
    []
  for (let round = 0; round <= ROUNDS; round++) {
    const before = cpuOf(desk, workers)
    const begun = performance.now()
    const turns = await say()
    const ms = performance.now() - begun
    const after = cpuOf(desk, workers)
    if (round === 0) continue
    perSecond.push((turns / ms) * 1000)
    const [first, second] = [await before, await after]
    if (!first || !second) continue
    const [inWorkers, inDatabase] = [
      second.workers - first.workers,
      second.database - first.database,
    ]
    const busy = (inWorkers + inDatabase) / (ms * availableParallelism())
    used.push({ inWorkers: inWorkers / turns, inDatabase: inDatabase / turns, busy })
  }
  const median = (of: (one: (typeof used)[number]) => number) =>
    used.length === ROUNDS ? medianOf(used.map(of)) : null
  return {
    workers: workers.length,
    perSecond,
    inWorkers: median((one) => one.inWorkers),
    inDatabase: median((one) => one.inDatabase),
    busy: median((one) => one.busy),
  }
}

/** CPU milliseconds so far. */
async function cpuOf({ db }: TestDesk, workers: readonly DeskProcess[]) {
  const micros = workers.map(({ pid }) => cpuMicrosOf(pid))
  const database = await databaseCpuMs(db)
  if (database === null || micros.some((one) => one === null)) return null
  return { workers: micros.reduce<number>((sum, one) => sum + (one ?? 0), 0) / 1000, database }
}

/** Everybody asks the same at the same moment; resolves when all of it was taken up, with how many turns that were. */
async function openCrowd(desk: TestDesk): Promise<(people: number) => Promise<number>> {
  const rules = await readAllRules(null)
  const seals = openSeals(await readDataKey(null, desk.dataDir))
  const { corp } = desk.platform()
  const account = corp.kfAccounts[0]?.openKfId ?? ''
  let said = 0
  return async (people) => {
    const now = await desk.now()
    const clock = { now: () => now }
    const incoming = Array.from(
      { length: people },
      (_, person): Incoming => ({
        key: `bench-${said}-${person}`,
        from: {
          corpId: corp.corpId,
          channel: 'wecom-kf',
          account,
          user: `asker-${said}-${person}`,
        },
        sentAt: now,
        content: { kind: 'text', text: QUESTION },
      }),
    )
    await keepIncoming(desk.db, incoming, {
      ...{ clock, newId: randomUUID, seals, rules: rules.inbox, isUrgent: () => true },
    })
    said += people
    const wanted = said
    await until('all turns are taken', async () => (await turnsTaken(desk)) >= wanted, PATIENCE_MS)
    return people
  }
}

async function turnsTaken({ db }: TestDesk): Promise<number> {
  const row = await db
    .selectFrom('conversation')
    .select(({ fn }) => fn.sum<string>('turns').as('turns'))
    .where('userId', 'like', 'asker-%')
    .executeTakeFirst()
  return Number(row?.turns ?? 0)
}
