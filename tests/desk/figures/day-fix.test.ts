/** Urgent repairs and dangers mended within a day: every number worked out by hand. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepCategoryNodes } from '../../../src/desk/figures/category-nodes.ts'
import { type Figure, figuresOfMonth } from '../../../src/desk/figures/figures.ts'
import { PROJECT } from '../../support/desk/staff.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

let desk: TicketDesk
let figures: readonly Figure[]

const at = (hours: number, seconds = 0) =>
  new Date(Date.parse('2026-11-23T10:00:00+08:00') + hours * 3_600_000 + seconds * 1000)

interface Told {
  readonly kind?: string
  readonly category?: string
  readonly priority?: string
  readonly state?: string
  readonly closeCode?: string
  readonly closedAt?: Date
  /** What the log holds beside the report. */
  readonly log?: readonly (readonly [kind: string, at: Date])[]
  readonly breachedAt?: Date
}

const TICKETS: Readonly<Record<string, Told>> = {
  'at the very end of the day': { state: 'DONE', log: [['finished', at(24)]] },
  'a second later': { state: 'DONE', log: [['finished', at(24, 1)]] },
  'in time, and again after it was opened again': {
    state: 'DONE',
    log: [
      ['finished', at(2)],
      ['reopened', at(30)],
      ['finished', at(40)],
    ],
  },
  'a danger of another kind': {
    ...{ kind: 'help', category: 'hazard.gas', priority: 'normal', state: 'CLOSED' },
    log: [['finished', at(1)]],
  },
  'open, the promise broken': { state: 'ACCEPTED', breachedAt: at(24) },
  'open and waiting, something noted on the next day': {
    state: 'ON_HOLD',
    log: [['note', at(25)]],
  },
  'open, nothing noted after the day': { state: 'ACCEPTED', breachedAt: at(0.5) },
  'withdrawn within the day': {
    ...{ state: 'CANCELLED', closedAt: at(3) },
    log: [
      ['cancelled', at(3)],
      ['note', at(30)],
    ],
  },
  'withdrawn after the day': {
    ...{ state: 'CANCELLED', closedAt: at(26) },
    log: [['cancelled', at(26)]],
  },
  'goes on as another': { state: 'MERGED', log: [['merged', at(30)]] },
  'closed by force': { state: 'CLOSED', closeCode: 'forced', log: [['forced', at(30)]] },
  'not urgent': { priority: 'high', state: 'DONE', log: [['finished', at(30)]] },
  'an urgent enquiry': { kind: 'enquiry', state: 'DONE', log: [['finished', at(30)]] },
}

beforeAll(async () => {
  desk = await openTicketDesk()
  await keepCategoryNodes(desk.db, desk.rules.categories)
  for (const [index, told] of Object.values(TICKETS).entries()) await write(index, told)
  figures = await figuresOfMonth(desk.db, PROJECT, '2026-11')
})
afterAll(() => desk.close())

async function write(index: number, told: Told): Promise<void> {
  const { log = [], breachedAt, ...row } = told
  const id = `t${index}`
  const ticket = {
    ...{ id, corpId: 'corp-1', projectId: PROJECT, number: `BX-${index}`, kind: 'repair' },
    ...{ category: 'water.burst', priority: 'urgent', state: 'NEW', channel: 'kf' },
    ...{ place: '', description: '', photoIds: [], createdAt: at(0), ...row },
  }
  await desk.db.insertInto('ticket').values(ticket).execute()
  const events = [['created', at(0)] as const, ...log].map(([kind, when], seq) => {
    const payload = JSON.stringify({ set: {} })
    return { id: `${id}-${seq}`, ticketId: id, seq, at: when, actorKind: 'system', kind, payload }
  })
  await desk.db.insertInto('ticket_event').values(events).execute()
  if (!breachedAt) return
  const clock = {
    ...{ id: `${id}-c`, projectId: PROJECT, subjectKind: 'ticket', subjectId: id },
    ...{ kind: 'resolve', policySnapshot: '{}', startAt: at(0), targetSec: 60, createdAt: at(0) },
    ...{ state: 'running', dueAt: breachedAt, breachedAt },
  }
  await desk.db.insertInto('sla_clock').values(clock).execute()
}

describe('eleven urgent matters', () => {
  const of = (dimension: string, key = '') =>
    figures.find(
      (one) => one.measure === 'day_fix' && one.dimension === dimension && one.key === key,
    )

  test('three of seven were mended within a day, and four are left out', () => {
    expect(of('all')).toMatchObject({
      ...{ numerator: 3, denominator: 7, total: 11 },
      ...{ cancelled: 1, merged: 1, forced: 1, running: 1 },
    })
  })

  test('a danger counts whatever its kind and priority; what is not urgent, or no repair, does not', () => {
    expect(of('kind', 'help')).toMatchObject({ numerator: 1, denominator: 1 })
    expect(of('kind', 'repair')).toMatchObject({ numerator: 2, denominator: 6, total: 10 })
    expect(of('kind', 'enquiry')).toBeUndefined()
  })
})
