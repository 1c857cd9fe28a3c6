/** The views over what only one kind of ticket has, held to the same reading in TypeScript. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../../src/database/open-database.ts'
import { readRules } from '../../../src/desk/rules.ts'
import { type DetailsViews, withDetails } from '../../../src/desk/tickets/details-views.ts'
import { openTestDatabase } from '../../support/database.ts'
import { PROJECT } from '../../support/desk/staff.ts'
import { type Random, seededRandom, writeRandomRows } from './random-rows.ts'

let db: Database
let close: () => Promise<void>

beforeAll(async () => {
  ;({ db, close } = await openTestDatabase())
  const rules = (await readRules()).categories
  const random = seededRandom(20261127)
  await writeRandomRows(db, { rules, random, count: 400 })
  const ids = await db.selectFrom('ticket').select('id').orderBy('id').execute()
  for (const { id } of ids) {
    const details = JSON.stringify(anyDetails(random))
    await db.updateTable('ticket').set({ details }).where('id', '=', id).execute()
  }
})
afterAll(() => close())

/** Columns of what whoever complained was told: where in the row each stands. */
const TOLD: Readonly<Record<string, readonly [string, string]>> = {
  reply: ['reply', 'text'],
  repliedAt: ['reply', 'at'],
  plan: ['plan', 'text'],
  planBy: ['plan', 'by'],
  plannedAt: ['plan', 'at'],
  result: ['result', 'text'],
  resultAt: ['result', 'at'],
}

/** By kind of ticket: the columns of its view. */
const COLUMNS = {
  repair: ['asset'],
  complaint: ['topic', 'level', 'against', 'confidential', ...Object.keys(TOLD)],
  enquiry: ['topic', 'answer'],
  help: ['topic'],
  suggestion: ['about'],
  praise: ['about', 'who'],
  service: ['item', 'wished'],
} as const satisfies Record<string, readonly string[]>

const NAMES = [...new Set(Object.values(COLUMNS).flat())]
const VALUES = [
  '',
  '楼上',
  'major',
  'grave',
  'general',
  'enormous',
  '保安"王强"',
  null,
  7,
  true,
  false,
  { text: '已处理', at: '2026-11-23T02:00:00.000Z', by: '2026-11-26' },
  { text: 7, at: '' },
  ['已处理'],
]
const WRONG = [[], 'complaint', 3, null, { level: { level: 'major' } }, { confidential: 'true' }]

/** Forms as they are kept, and what no form would let through. */
function anyDetails(random: Random): unknown {
  const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)] as T
  if (random() < 0.1) return pick(WRONG)
  const some = NAMES.filter(() => random() < 0.7)
  return Object.fromEntries(some.map((name) => [name, pick(VALUES)]))
}

const fieldOf = (of: unknown, name: string) => (of as Record<string, unknown> | null)?.[name]

/** One column as plain reading gives it. */
function read(details: unknown, name: string): unknown {
  const told = TOLD[name]
  if (told) return read(fieldOf(details, told[0]), told[1])
  const value = fieldOf(details, name)
  if (name === 'confidential') return value === true
  if (typeof value !== 'string' || value === '') return null
  if (name === 'level') return ['general', 'major', 'grave'].includes(value) ? value : null
  return value
}

test.each(Object.entries(COLUMNS))('details_%s says what the rows say', async (kind, names) => {
  const tickets = await db
    .selectFrom('ticket')
    .select(['id', 'projectId', 'createdAt', 'details'])
    .where('kind', '=', kind)
    .orderBy('id')
    .execute()
  const expected = tickets.map(({ id, projectId, createdAt, details }) => ({
    ...{ ticketId: id, projectId, createdAt },
    ...Object.fromEntries(names.map((name) => [name, read(details, name)])),
  }))
  const view = `details_${kind}` as keyof DetailsViews
  const rows = await withDetails(db)
    .selectFrom(view)
    .selectAll()
    .where('projectId', '=', PROJECT)
    .orderBy('ticketId')
    .execute()
  expect(rows.length).toBeGreaterThan(0)
  expect(rows).toEqual(expected)
})
