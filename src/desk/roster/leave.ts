/** Leave: asked for in chat, decided by a lead, ended early by its person. */
import type { Selectable } from 'kysely'
import type { StaffLeave } from '../../database/generated/tables.ts'
import type { Tx } from '../../database/open-database.ts'
import { setTimer } from '../../timers/timers.ts'
import { audit } from '../audit/audit.ts'
import { addDays, estateDay, estateInstant } from '../residents/estate-day.ts'
import { findColleagues } from '../staff/find-colleagues.ts'
import { houseStaff } from '../staff/project-staff.ts'
import { findStaff, type StaffMember } from '../staff/staff.ts'
import { sayDay } from '../tickets/say-time.ts'
import type { Work } from '../work.ts'
import { leadsFor } from './leads-for.ts'

export const LEAVE_UNDECIDED = 'roster.leave-undecided'

export type LeaveRow = Selectable<StaffLeave>

export interface LeaveWish {
  /** 'YYYY-MM-DD', both included. */
  readonly from: string
  readonly to: string
  readonly reason: string
  /** A name, or a way of calling somebody; empty for whoever the book names as usual. */
  readonly replacement: string
}

type LeaveAnswer =
  | { readonly outcome: 'ok'; readonly leave: LeaveRow; readonly replacement: string }
  | {
      readonly outcome: 'bad_days' | 'too_long' | 'overlaps' | 'no_approver'
      readonly replacement?: undefined
    }
  | { readonly outcome: 'no_such_colleague'; readonly replacement?: undefined }

/** Nothing is kept unless somebody is there to decide it. */
export async function requestLeave(
  work: Work,
  member: StaffMember,
  wish: LeaveWish,
): Promise<LeaveAnswer> {
  const refused = await refusal(work, member, wish)
  if (refused) return { outcome: refused }
  const replacement = await replacementOf(work, member, wish.replacement)
  if (replacement === 'unknown') return { outcome: 'no_such_colleague' }
  const approvers = await approversOf(work, member)
  if (approvers.length === 0) return { outcome: 'no_approver' }
  const leave = await work.tx
    .insertInto('staff_leave')
    .values({
      id: work.newId(),
      corpId: member.corpId,
      projectId: member.projectId,
      staffId: member.id,
      ...spanOf(wish),
      reason: wish.reason.slice(0, work.rules.tickets.longest_reason) || null,
      replacementId: replacement?.id ?? null,
      state: 'REQUESTED',
      createdAt: work.now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  const values = { ...leaveWords(work, leave), name: member.name, by: replacement?.name ?? '' }
  for (const { id } of approvers) {
    await work.tell.card(work, id, {
      card: 'roster.leave',
      values: { ...values, reason: leave.reason ?? '' },
      subject: leaveSubject(leave.id),
      key: `leave-${leave.id}-${id}`,
    })
  }
  await setTimer(work, {
    name: LEAVE_UNDECIDED,
    key: leave.id,
    dueAt: decidedBy(work, leave),
    payload: {},
  })
  await keepAudit(work, leave, 'leave.request')
  return { outcome: 'ok', leave, replacement: replacement?.name ?? '' }
}

/** The moment at which somebody should have said yes or no. */
function decidedBy({ now, rules }: Work, { startAt }: LeaveRow): Date {
  const soon = new Date(now.getTime() + rules.staff.roster.leave.undecided_minutes * 60_000)
  return startAt > soon ? startAt : soon
}

/** 销假: the leave that runs ends now; one that has not begun is withdrawn. Null when there is none. */
export async function endLeave(work: Work, member: StaffMember): Promise<LeaveRow | null> {
  const next = await work.tx
    .selectFrom('staff_leave')
    .selectAll()
    .where('staffId', '=', member.id)
    .where('state', 'in', ['REQUESTED', 'APPROVED'])
    .where('endAt', '>', work.now)
    .orderBy('startAt')
    .limit(1)
    .forUpdate()
    .executeTakeFirst()
  if (!next) return null
  const runs = next.state === 'APPROVED' && next.startAt < work.now
  await work.tx
    .updateTable('staff_leave')
    .set(runs ? { endAt: work.now } : { state: 'WITHDRAWN' })
    .where('id', '=', next.id)
    .execute()
  await work.tell.closeCards(work, leaveSubject(next.id), {
    words: 'roster.card_withdrawn',
    values: { name: member.name },
  })
  if (next.state === 'APPROVED') await tellStandIn(work, next, 'roster.leave_stands_out')
  await keepAudit(work, next, 'leave.end')
  return next
}

/** Whoever stands in for them hears it, and when it is over. */
export async function tellStandIn(work: Work, leave: LeaveRow, words: string): Promise<void> {
  if (!leave.replacementId) return
  const member = await findStaff(work.tx, leave.staffId)
  await work.tell.staff(work, leave.replacementId, {
    words,
    values: { ...leaveWords(work, leave), name: member?.name ?? '' },
    key: `leave-${leave.id}-${words}`,
    purpose: 'notice',
  })
}

export async function lockLeave(tx: Tx, id: string): Promise<LeaveRow | undefined> {
  return tx
    .selectFrom('staff_leave')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export function leaveSubject(id: string) {
  return { kind: 'leave', id }
}

/** Its days as people read them, both included. */
export function leaveWords(work: Work, { startAt, endAt }: Pick<LeaveRow, 'startAt' | 'endAt'>) {
  const last = estateDay(new Date(endAt.getTime() - 1))
  return { from: sayDay(estateDay(startAt), work.now), to: sayDay(last, work.now) }
}

export function keepAudit(work: Work, leave: LeaveRow, action: string): Promise<void> {
  const { corpId, projectId, startAt, endAt, replacementId } = leave
  return audit(work, {
    action,
    subject: leaveSubject(leave.id),
    ...{ corpId, projectId, detail: { staffId: leave.staffId, startAt, endAt, replacementId } },
  })
}

/** The lead of their team, else any lead, else a manager; nobody decides their own. */
export async function approversOf(work: Work, member: StaffMember): Promise<StaffMember[]> {
  const { projectId, teamId, id } = member
  const leads = await leadsFor(work, { projectId, at: work.now, teamId })
  const others = leads.filter((one) => one.id !== id)
  if (others.length > 0) return others
  const roles = work.rules.staff.roster.leave.approving_roles
  return (await houseStaff(work.tx, projectId, roles)).filter((one) => one.id !== id)
}

function spanOf({ from, to }: LeaveWish) {
  return { startAt: estateInstant(from, '00:00'), endAt: estateInstant(addDays(to, 1), '00:00') }
}

async function refusal(work: Work, member: StaffMember, wish: LeaveWish) {
  const today = estateDay(work.now)
  const { max_days, ahead_days } = work.rules.staff.roster.leave
  if (wish.from < today || wish.to < wish.from) return 'bad_days' as const
  if (wish.to > addDays(wish.from, max_days - 1)) return 'too_long' as const
  if (wish.from > addDays(today, ahead_days)) return 'bad_days' as const
  // Two requests of one person at once wait for each other.
  await work.tx.selectFrom('staff').select('id').where('id', '=', member.id).forUpdate().execute()
  const { startAt, endAt } = spanOf(wish)
  const other = await work.tx
    .selectFrom('staff_leave')
    .select('id')
    .where('staffId', '=', member.id)
    .where('state', 'in', ['REQUESTED', 'APPROVED'])
    .where('startAt', '<', endAt)
    .where('endAt', '>', startAt)
    .executeTakeFirst()
  return other ? ('overlaps' as const) : null
}

async function replacementOf(
  work: Work,
  member: StaffMember,
  said: string,
): Promise<StaffMember | null | 'unknown'> {
  if (said === '') return usualReplacement(work, member)
  const found = await findColleagues(work.tx, member.projectId, said)
  const [one, ...others] = found.filter(({ id }) => id !== member.id)
  return one && others.length === 0 ? one : 'unknown'
}

/** Whom the book names for their leaves, unless that colleague has left. */
async function usualReplacement(work: Work, member: StaffMember): Promise<StaffMember | null> {
  const { replacementId } = await work.tx
    .selectFrom('staff')
    .select('replacementId')
    .where('id', '=', member.id)
    .executeTakeFirstOrThrow()
  return replacementId ? findStaff(work.tx, replacementId) : null
}
