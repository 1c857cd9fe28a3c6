/** A month of tickets as rows nobody would write by hand: every state, verdict and gap the tables allow, by chance. */
import type { Insertable } from 'kysely'
import type { Tables } from '../../../src/database/generated/tables.ts'
import type { Database } from '../../../src/database/open-database.ts'
import type { CategoryRules } from '../../../src/desk/tickets/category-rules.ts'
import { STATES } from '../../../src/desk/tickets/states.ts'
import { PROJECT } from '../../support/desk/staff.ts'

export type Random = () => number

/** Mulberry32: the same seed, the same history. */
export function seededRandom(seed: number): Random {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const FIRST = Date.parse('2026-09-25T00:00:00+08:00')
const SPAN_MS = 45 * 86_400_000
const STAFF = ['w', 'x', 'y', 'z']
const TEAMS = ['team-a', 'team-b', null]
const CLOCKS = ['accept', 'arrive', 'resolve', 'first_response', 'complaint_plan']
const CLOCK_STATES = ['running', 'paused', 'met', 'missed', 'cancelled']
const CALLBACK_STATES = ['planned', 'asked', 'answered', 'task', 'skipped']
const OUTCOMES = ['fixed', 'not-fixed', 'dissatisfied', 'refused', 'unreachable', 'no-answer', null]

type Row<Table extends keyof Tables> = Insertable<Tables[Table]>

interface Rows {
  readonly ticket: Row<'ticket'>[]
  readonly ticket_event: Row<'ticket_event'>[]
  readonly sla_clock: Row<'sla_clock'>[]
  readonly callback: Row<'callback'>[]
  readonly rating: Row<'rating'>[]
}

/** Writes so many tickets with what belongs to them. */
export async function writeRandomRows(
  db: Database,
  {
    rules,
    random,
    count,
  }: { readonly rules: CategoryRules; readonly random: Random; readonly count: number },
): Promise<void> {
  const rows: Rows = { ticket: [], ticket_event: [], sla_clock: [], callback: [], rating: [] }
  for (let at = 0; at < count; at++) addTicket(rows, rules, random, at)
  await db.insertInto('ticket').values(rows.ticket).execute()
  await db.insertInto('ticket_event').values(rows.ticket_event).execute()
  await db.insertInto('sla_clock').values(rows.sla_clock).execute()
  if (rows.callback.length > 0) await db.insertInto('callback').values(rows.callback).execute()
  if (rows.rating.length > 0) await db.insertInto('rating').values(rows.rating).execute()
}

function addTicket(rows: Rows, rules: CategoryRules, random: Random, at: number): void {
  const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)] as T
  const chance = (share: number) => random() < share
  const { id: category, kind } = chance(0.5) ? pick(rules.all.slice(0, 4)) : pick(rules.all)
  const id = `t${at}`
  const created = FIRST + random() * SPAN_MS
  const building = chance(0.9) ? String(1 + Math.floor(random() * 3)) : null
  rows.ticket.push({
    id,
    corpId: 'corp-1',
    projectId: PROJECT,
    number: `BX-${at}`,
    kind,
    category,
    priority: pick(['urgent', 'normal']),
    state: pick(STATES),
    channel: 'kf',
    roomId: chance(0.8) ? `r${Math.floor(random() * 6)}` : null,
    buildingCode: building,
    place: '',
    description: '',
    photoIds: [],
    closeCode: chance(0.1) ? 'forced' : null,
    closedAt: chance(0.3) ? new Date(created + random() * 4 * 86_400_000) : null,
    createdAt: new Date(created),
  })
  addEvents(rows, random, { id, created })
  for (const kind of CLOCKS) if (chance(0.8)) addClock(rows, random, { id, kind, created })
}

function addEvents(
  rows: Rows,
  random: Random,
  of: { readonly id: string; readonly created: number },
): void {
  const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)] as T
  let [seq, at, completions] = [0, of.created, 0]
  const add = (kind: string, payload: object) => {
    seq += 1
    at += random() * 86_400_000
    const event = {
      id: `${of.id}-${seq}`,
      ticketId: of.id,
      seq,
      at: new Date(at),
      actorKind: 'system',
    }
    rows.ticket_event.push({ ...event, kind, payload: JSON.stringify(payload) })
  }
  add('created', { set: {} })
  const steps = Math.floor(random() * 9)
  for (let step = 0; step < steps; step++) {
    const luck = random()
    if (luck < 0.4) {
      const staff = random() < 0.9 ? pick(STAFF) : null
      add('assigned', { name: staff, set: { assigneeId: staff, teamId: pick(TEAMS) } })
    } else if (luck < 0.7) {
      completions += 1
      add('finished', { set: { completions } })
      addCallback(rows, random, { id: of.id, completion: completions, at })
    } else if (luck < 0.85) add('reopened', { set: { reopenCount: completions } })
    else add('nudged', {})
  }
}

function addClock(
  rows: Rows,
  random: Random,
  { id, kind, created }: { readonly id: string; readonly kind: string; readonly created: number },
): void {
  const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)] as T
  const clockId = `${id}-${kind}`
  const dueAt = new Date(created + random() * 3 * 86_400_000)
  const state = pick(CLOCK_STATES)
  const clock = {
    projectId: PROJECT,
    subjectKind: 'ticket',
    subjectId: id,
    kind,
    policySnapshot: '{}',
    startAt: new Date(created),
    targetSec: 60,
    createdAt: new Date(created),
  }
  rows.sla_clock.push({
    ...clock,
    id: clockId,
    state,
    dueAt: state === 'paused' || random() < 0.05 ? null : dueAt,
    breachedAt: random() < 0.2 ? dueAt : null,
    metAt: state === 'met' ? new Date(created + random() * 4 * 86_400_000) : null,
  })
  if (random() < 0.2 && state !== 'running' && state !== 'paused') {
    const replaced = {
      id: `${clockId}-2`,
      state: pick(['met', 'running', 'cancelled']),
      replacesId: clockId,
    }
    rows.sla_clock.push({ ...clock, ...replaced, dueAt })
  }
}

function addCallback(
  rows: Rows,
  random: Random,
  { id, completion, at }: { readonly id: string; readonly completion: number; readonly at: number },
): void {
  const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)] as T
  if (random() < 0.2) return
  const staffId = random() < 0.8 ? pick(STAFF) : null
  rows.callback.push({
    id: `${id}-c${completion}`,
    projectId: PROJECT,
    ticketId: id,
    completion,
    staffId,
    staffName: staffId,
    state: pick(CALLBACK_STATES),
    outcome: pick(OUTCOMES),
    dueAt: new Date(at + random() * 86_400_000),
    askedAt: random() < 0.6 ? new Date(at + random() * 2 * 86_400_000) : null,
  })
  if (random() < 0.4) {
    const score = 1 + Math.floor(random() * 5)
    const rating = {
      id: `${id}-g${completion}`,
      projectId: PROJECT,
      ticketId: id,
      completion,
      score,
    }
    rows.rating.push({ ...rating, submittedAt: new Date(at) })
  }
}
