/** "今日未完成工单": what is still open now, the late ones first. */
import { sql } from 'kysely'
import { lateSubjects } from '../clocks/late-subjects.ts'
import type { Role } from '../staff/roles.ts'
import type { StaffMember } from '../staff/staff.ts'
import { actsAs } from '../staff/supervises.ts'
import type { Work } from '../work.ts'
import { seenByMember } from './may-see.ts'
import { inHandOf } from './staff-tickets.ts'
import { OPEN_STATES } from './states.ts'
import { type TicketRow, ticketRow } from './ticket.ts'
import { lineOf } from './ticket-lines.ts'

/** Lines one answer has room for (wecom.md 5.2: 2,048 bytes a text). */
const MOST_LINES = 12

/** servicedesk.md A2: these answer for the whole project, others for what is in their own hands. */
const FOR_ALL: readonly Role[] = ['lead', 'dispatcher', 'manager', 'agent']

export interface Unfinished {
  /** The first dozen: late ones, then urgent ones, then the oldest. */
  readonly items: readonly (ReturnType<typeof lineOf> & {
    readonly late: boolean
    /** Somebody else has it, and the member was called to help. */
    readonly helps: boolean
  })[]
  readonly count: number
  readonly overdue: number
  /** How many are not among the items. */
  readonly more: number
  readonly all: boolean
}

/** Open tickets of the project, or the member's own, as the roles say. */
export async function unfinishedFor(work: Work, staff: StaffMember): Promise<Unfinished> {
  const all = actsAs(staff, FOR_ALL)
  const inHand = (await inHandOf(work, staff)).filter(({ first }) => !first)
  const tickets = all ? await openOf(work, staff) : inHand.map(({ ticket }) => ticket)
  const helped = new Set(inHand.flatMap(({ ticket, helps }) => (helps ? [ticket.id] : [])))
  const ids = tickets.map(({ id }) => id)
  const late = await lateSubjects(work.tx, 'ticket', ids, work.now)
  const sorted = [...tickets].sort((a, b) => Number(late.has(b.id)) - Number(late.has(a.id)))
  const items = sorted.slice(0, MOST_LINES).map((ticket) => ({
    ...lineOf(work, ticket),
    late: late.has(ticket.id),
    helps: helped.has(ticket.id),
  }))
  const count = tickets.length
  return { items, count, overdue: late.size, more: count - items.length, all }
}

async function openOf(work: Work, staff: StaffMember): Promise<TicketRow[]> {
  const rows = await work.tx
    .selectFrom('ticket')
    .selectAll()
    .where('projectId', '=', staff.projectId)
    .where(seenByMember(work.rules, staff))
    .where('state', 'in', [...OPEN_STATES])
    .orderBy(sql`array_position(ARRAY['urgent', 'high', 'normal', 'low'], priority)`)
    .orderBy('createdAt')
    .orderBy('number')
    .execute()
  return rows.map(ticketRow)
}
