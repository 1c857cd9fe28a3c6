/** The seeded year itself: the same for the same number, with what every question needs; nothing is left of it. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { readWords } from '../../../src/conversation/words.ts'
import { figuresOfMonth } from '../../../src/desk/figures/figures.ts'
import { readRules } from '../../../src/desk/rules.ts'
import { drawCurve } from './curve.ts'
import { explained, listenTo } from './explain.ts'
import { type Estate, openEstate } from './open-estate.ts'
import { isGood, type Measured, type Size } from './scale-bench.ts'
import { estateOf, MONTH, PROJECT } from './seed-places.ts'
import { subjectsOf } from './subjects.ts'
import { TARGETS } from './targets.ts'

const TICKETS = 2000
const rules = await readRules()
let estate: Estate

beforeAll(async () => {
  estate = await openEstate(inject('serverUrl'), TICKETS, rules)
}, 120_000)
afterAll(() => estate.close())

async function fingerprint({ pool }: Estate): Promise<unknown> {
  const { rows } = await pool.query(`SELECT
    (SELECT md5(string_agg(id || state || category || "createdAt" || coalesce("roomId", ''), ',' ORDER BY id)) FROM ticket) AS tickets,
    (SELECT md5(string_agg(id || state || coalesce("dueAt"::text, ''), ',' ORDER BY id)) FROM sla_clock) AS clocks,
    (SELECT count(*) FROM ticket_event) AS events, (SELECT count(*) FROM rating) AS ratings`)
  return rows[0]
}

test('as many tickets as asked for, four clocks each, spread over twelve months', async () => {
  expect(estate.clocks).toBe(4 * TICKETS)
  const { rows } = await estate.pool.query(
    'SELECT count(*)::int AS count FROM ticket GROUP BY estate_month("createdAt")',
  )
  expect(rows.length).toBeGreaterThanOrEqual(12)
  expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(TICKETS)
})

test('the same number gives the same rows', async () => {
  const before = await fingerprint(estate)
  await estate.close()
  estate = await openEstate(inject('serverUrl'), TICKETS, rules)
  expect(await fingerprint(estate)).toEqual(before)
}, 120_000)

test('every measure has figures in the month that is asked for', async () => {
  const figures = await figuresOfMonth(estate.db, PROJECT, MONTH)
  const all = figures.filter(({ dimension }) => dimension === 'all')
  for (const measure of [
    'accept',
    'arrive',
    'resolve',
    'finished',
    'first_fix',
    'reopen',
    'callback',
    'satisfaction',
  ]) {
    expect(all.find((one) => one.measure === measure)?.denominator).toBeGreaterThan(10)
  }
})

test('every question finds something, the same each time, and its plan is kept', async () => {
  const listening = listenTo(estate.pool)
  const { rooms } = estateOf(TICKETS)
  const asked = await subjectsOf(listening.db, { rules, words: await readWords('flows'), rooms })
  expect(Object.keys(asked)).toEqual(Object.keys(TARGETS))
  for (const [name, { times, run }] of Object.entries(asked)) {
    const round = async () => {
      let found = 0
      for (let time = 0; time < times; time++) found += await run(time)
      return found
    }
    const found = await round()
    // So small an estate may have lost no alarm.
    if (name !== 'overdue sweep') expect([name, found]).not.toEqual([name, 0])
    expect([name, await round()]).toEqual([name, found])
    const plans = await explained(estate.pool, listening.taken())
    expect(plans).toContain('Execution Time')
    // A plan made without what the desk sets for the statement would be another one.
    if (name === 'figures of a month') expect(plans).toContain("work_mem = '64MB'")
  }
}, 120_000)

test('a missed target fails the run, beyond the size it is for it is only shown', () => {
  const spread = { rounds: [1], median: 1, min: 1, max: 1 }
  const base = { cpu: spread, took: spread, found: 1, isSame: true, target: 1 }
  const measured = (isMet: boolean): Measured[] => [{ ...base, subject: 'my tickets', isMet }]
  const size = (tickets: number, isMet: boolean): Size => {
    return { tickets, clocks: 4 * tickets, seedSeconds: 1, bytes: 1, measured: measured(isMet) }
  }
  expect(isGood([size(10_000, true), size(1_000_000, false)])).toBe(true)
  expect(isGood([size(500_000, false)])).toBe(false)
  expect(drawCurve([size(10_000, true), size(500_000, true)])).toContain('my tickets')
})
