import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openDatabase, type Tx } from '../../src/database/open-database.ts'
import { type DueTimer, nextTimerAt, type SweepDeps, sweepTimers } from '../../src/timers/sweep.ts'
import {
  cancelTimer,
  cancelTimersUnder,
  type NewTimer,
  setTimer,
  setTimers,
} from '../../src/timers/timers.ts'
import { openTestDatabase, type TestDatabase } from '../support/database.ts'
import { type HandClock, handClock } from '../support/hand-clock.ts'

const newId = () => randomUUID()
let database: TestDatabase
let clock: HandClock
let rung: DueTimer[]
let failures: number

beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  clock = handClock()
  rung = []
  failures = 0
  await database.db.deleteFrom('timer').execute()
})

describe('an alarm', () => {
  test('rings when it is due, once, in order', async () => {
    await set({ key: 'later', inMs: 2_000 })
    await set({ key: 'first', inMs: 1_000 })
    expect(await sweep()).toBe(0)
    clock.advance(1_000)
    await sweep()
    expect(rung.map((timer) => timer.key)).toEqual(['first'])
    clock.advance(10_000)
    await sweep()
    await sweep()
    expect(rung.map((timer) => timer.key)).toEqual(['first', 'later'])
    expect(await nextTimerAt(database.db)).toBeNull()
  })

  test('rings once when two processes sweep at once', async () => {
    for (let n = 0; n < 50; n++) await set({ key: `k${n}`, inMs: 0 })
    const other = openDatabase(database.url, () => undefined)
    await Promise.all([sweep(), sweep({ db: other.db }), sweep()])
    await other.close()
    expect(new Set(rung.map((timer) => timer.key)).size).toBe(50)
    expect(rung).toHaveLength(50)
  })

  test('moves when it is set again and is gone when it is taken back', async () => {
    await set({ key: 'a', inMs: 1_000 })
    await set({ key: 'a', inMs: 5_000, generation: 2 })
    const one = { conversationId: 'talk-1', inMs: 1_000 }
    for (const key of ['run/1/remind', 'run/10/remind', 'run/2/goes', 'run/2/stays'])
      await set({ key, ...one })
    await set({ key: 'run/1/of another', inMs: 1_000, conversationId: 'talk-2' })
    await inTx((tx) =>
      cancelTimersUnder(tx, {
        ...{ name: 'test', conversationId: 'talk-1' },
        ...{ under: ['run/1/', 'run/2/'], except: ['run/2/stays'] },
      }),
    )
    clock.advance(1_000)
    await sweep()
    expect(rung.map((timer) => timer.key).toSorted()).toEqual([
      'run/1/of another',
      'run/10/remind',
      'run/2/stays',
    ])
    await inTx((tx) => cancelTimer(tx, 'test', 'a'))
    clock.advance(10_000)
    await sweep()
    expect(rung).toHaveLength(3)
  })

  test('is one however often it is set at once: the last counts', async () => {
    const due = (inMs: number) => new Date(clock.now().getTime() + inMs)
    await inTx((tx) =>
      setTimers({ tx, now: clock.now(), newId }, [
        { ...timerOf('x'), dueAt: due(1_000), generation: 1 },
        { ...timerOf('y'), dueAt: due(2_000) },
        { ...timerOf('x'), dueAt: due(3_000), generation: 2 },
      ]),
    )
    clock.advance(3_000)
    await sweep({ width: 1 })
    expect(rung.map(({ key, generation }) => [key, generation])).toEqual([
      ['y', 0],
      ['x', 2],
    ])
  })

  test('that fails is undone whole and tried again after growing pauses', async () => {
    await set({ key: 'a', inMs: 0 })
    failures = 2
    await sweep()
    expect(await nextTimerAt(database.db)).toEqual(new Date(clock.now().getTime() + 1_000))
    expect(await conversations()).toBe(0)
    clock.advance(1_000)
    await sweep()
    expect(await nextTimerAt(database.db)).toEqual(new Date(clock.now().getTime() + 2_000))
    clock.advance(2_000)
    await sweep()
    expect(await nextTimerAt(database.db)).toBeNull()
    expect(await conversations()).toBe(1)
  })

  test('of a name that may be kept many at once rings with the others, and alone when one of them fails', async () => {
    for (let n = 0; n < 250; n++) await set({ key: `k${n}`, inMs: 0 })
    const sizes: number[] = []
    const rings = (broken: string): Partial<SweepDeps> => ({
      width: 1,
      ringTogether: new Map([
        [
          'test',
          async (tx, now, timers) => {
            sizes.push(timers.length)
            for (const timer of timers) await sweepDeps().ring(tx, now, timer)
            if (timers.some(({ key }) => key === broken)) throw new Error('broken')
          },
        ],
      ]),
      ring: async (tx, now, timer) => {
        if (timer.key === broken) throw new Error('broken')
        await sweepDeps().ring(tx, now, timer)
      },
    })
    expect(await sweep(rings('none'))).toBe(250)
    expect(sizes).toEqual([100, 100, 50])
    expect(new Set(rung.map(({ key }) => key)).size).toBe(250)

    await database.db.deleteFrom('conversation').execute()
    for (let n = 0; n < 30; n++) await set({ key: `k${n}`, inMs: 0 })
    expect(await sweep(rings('k7'))).toBe(30)
    const kept = await database.db.selectFrom('conversation').select('id').execute()
    expect(kept).toHaveLength(29)
    const left = await database.db.selectFrom('timer').select(['key', 'attempts']).execute()
    expect(left).toEqual([{ key: 'k7', attempts: 1 }])
    await database.db.deleteFrom('conversation').execute()
  })

  test('rings in the order of its time among those due with it', async () => {
    for (let n = 0; n < 12; n++) await set({ key: `k${n}`, inMs: (12 - n) * 1_000 })
    clock.advance(60_000)
    await sweep({ width: 1 })
    expect(rung.map(({ key }) => key)).toEqual(Array.from({ length: 12 }, (_, n) => `k${11 - n}`))
  })

  test('held by another process is passed over, and rings when it is let go', async () => {
    await set({ key: 'held', inMs: 0 })
    await set({ key: 'free', inMs: 0 })
    const other = openDatabase(database.url, () => undefined)
    await other.db.transaction().execute(async (tx) => {
      await tx.selectFrom('timer').select('id').where('key', '=', 'held').forUpdate().execute()
      expect(await sweep()).toBe(1)
    })
    expect(await sweep()).toBe(1)
    await other.close()
    expect(rung.map(({ key }) => key)).toEqual(['free', 'held'])
  })

  test('in hand is rung to its end by a sweep that is told to stop, the others stay due', async () => {
    for (let n = 0; n < 5; n++) await set({ key: `k${n}`, inMs: 0 })
    const stopping = new AbortController()
    const ring: SweepDeps['ring'] = async (_tx, _now, timer) => {
      stopping.abort()
      rung.push(timer)
    }
    await sweepTimers({ ...sweepDeps(), ring, width: 1 }, stopping.signal)
    expect(rung).toHaveLength(1)
    expect(await nextTimerAt(database.db)).toEqual(clock.now())
  })

  test('can set itself again while it rings', async () => {
    await set({ key: 'again', inMs: 0 })
    await sweep({
      ring: async (tx, now, timer) => {
        rung.push(timer)
        if (rung.length < 3) {
          await setTimer(
            { tx, now, newId },
            { ...timerOf('again'), dueAt: new Date(now.getTime()) },
          )
        }
      },
    })
    expect(rung).toHaveLength(3)
  })
})

interface SomeTimer extends Pick<NewTimer, 'key' | 'generation' | 'conversationId'> {
  readonly inMs: number
}

function timerOf(key: string): NewTimer {
  return { name: 'test', key, dueAt: clock.now(), payload: { key } }
}

function set({ inMs, ...timer }: SomeTimer): Promise<void> {
  const dueAt = new Date(clock.now().getTime() + inMs)
  return inTx((tx) =>
    setTimer({ tx, now: clock.now(), newId }, { ...timerOf(timer.key), ...timer, dueAt }),
  )
}

function inTx<T>(run: (tx: Tx) => Promise<T>): Promise<T> {
  return database.db.transaction().execute(run)
}

function sweep(change: Partial<SweepDeps> = {}): Promise<number> {
  return sweepTimers({ ...sweepDeps(), ...change })
}

function sweepDeps(): SweepDeps {
  return {
    db: database.db,
    clock,
    width: 2,
    onFailure: () => undefined,
    ring: async (tx, now, timer) => {
      rung.push(timer)
      const id = `c-${timer.key}`
      const row = {
        id,
        corpId: 'ww',
        channel: 'x',
        account: 'x',
        userId: timer.key,
        createdAt: now,
      }
      await tx
        .insertInto('conversation')
        .values(row)
        .onConflict((on) => on.doNothing())
        .execute()
      if (failures-- > 0) throw new Error('broken')
    },
  }
}

async function conversations(): Promise<number> {
  const rows = await database.db
    .selectFrom('conversation')
    .select('id')
    .where('id', '=', 'c-a')
    .execute()
  return rows.length
}
