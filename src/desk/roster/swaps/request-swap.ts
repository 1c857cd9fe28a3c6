/** A swap is asked for: the colleague answers from a card, then a lead. */
import { setTimer } from '../../../timers/timers.ts'
import { houseStaff } from '../../staff/project-staff.ts'
import type { StaffMember } from '../../staff/staff.ts'
import type { Work } from '../../work.ts'
import { leadsFor } from '../leads-for.ts'
import { type Unfit, unfitFor } from './fits.ts'
import { type Hours, hoursOfDay } from './hours-of-day.ts'
import { auditSwap, lockPeople, SWAP_TIMER, type SwapRow, swapSubject, swapWords } from './swap.ts'

export interface SwapWish {
  /** Who gives the hours away, and who takes them; one of them asks. */
  readonly from: StaffMember
  readonly to: StaffMember
  readonly asker: StaffMember
  /** 'YYYY-MM-DD': the hours that begin on it. */
  readonly day: string
  /** The day whose hours of `to` are worked by `from` for it. */
  readonly backDay: string | null
}

type SwapAnswer =
  | { readonly outcome: 'ok'; readonly swap: SwapRow }
  | { readonly outcome: Unfit | 'already' | 'no_approver'; readonly swap?: undefined }

export async function requestSwap(work: Work, wish: SwapWish): Promise<SwapAnswer> {
  const { from, to, asker } = wish
  await lockPeople(work.tx, [from.id, to.id])
  const hours = await hoursOfDay(work, from, wish.day)
  if (!hours) return { outcome: 'no_hours' }
  const back = wish.backDay ? await hoursOfDay(work, to, wish.backDay) : null
  if (wish.backDay && !back) return { outcome: 'no_hours' }
  const unfit = await eitherUnfit(work, { from, to }, { hours, back })
  if (unfit) return { outcome: unfit }
  if (await isOpen(work, from, hours)) return { outcome: 'already' }
  if ((await approversOf(work, [from, to])).length === 0) return { outcome: 'no_approver' }
  const swap = await keepSwap(work, wish, { hours, back })
  const other = asker.id === from.id ? to : from
  await work.tell.card(work, other.id, {
    card: 'roster.swap_ask',
    values: { ...(await swapWords(work, swap)), asker: asker.name },
    subject: swapSubject(swap.id),
    key: `swap-${swap.id}-${other.id}`,
  })
  const timer = { name: SWAP_TIMER, key: swap.id, dueAt: firstHour(swap), payload: {} }
  await setTimer(work, timer)
  await auditSwap(work, swap, 'request')
  return { outcome: 'ok', swap }
}

/** Both ways, where something is given back. */
export async function eitherUnfit(
  work: Work,
  { from, to }: Pick<SwapWish, 'from' | 'to'>,
  { hours, back }: { readonly hours: Hours; readonly back: Hours | null },
): Promise<Unfit | null> {
  const there = await unfitFor(work, { from, to, hours })
  if (there || !back) return there
  return unfitFor(work, { from: to, to: from, hours: back })
}

/** Leads on duty, of the team first, else those of rules/staff.yaml; nobody who is part of it. */
export async function approversOf(
  work: Work,
  parts: readonly StaffMember[],
): Promise<readonly StaffMember[]> {
  const [{ projectId, teamId } = { projectId: '', teamId: null }] = parts
  const isPart = ({ id }: StaffMember) => parts.some((one) => one.id === id)
  const leads = await leadsFor(work, { projectId, at: work.now, teamId })
  const others = leads.filter((one) => !isPart(one))
  if (others.length > 0) return others
  const roles = work.rules.staff.roster.leave.approving_roles
  return (await houseStaff(work.tx, projectId, roles)).filter((one) => !isPart(one))
}

async function isOpen(work: Work, from: StaffMember, hours: Hours): Promise<boolean> {
  const open = await work.tx
    .selectFrom('roster_swap')
    .select('id')
    .where('fromStaffId', '=', from.id)
    .where('state', 'in', ['REQUESTED', 'AGREED'])
    .where('startAt', '<', hours.endAt)
    .where('endAt', '>', hours.startAt)
    .executeTakeFirst()
  return open !== undefined
}

async function keepSwap(
  work: Work,
  { from, to, asker }: SwapWish,
  { hours, back }: { readonly hours: Hours; readonly back: Hours | null },
): Promise<SwapRow> {
  return work.tx
    .insertInto('roster_swap')
    .values({
      id: work.newId(),
      corpId: from.corpId,
      projectId: from.projectId,
      fromStaffId: from.id,
      toStaffId: to.id,
      askedById: asker.id,
      ...hours,
      backStartAt: back?.startAt ?? null,
      backEndAt: back?.endAt ?? null,
      state: 'REQUESTED',
      createdAt: work.now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

function firstHour({ startAt, backStartAt }: SwapRow): Date {
  return backStartAt && backStartAt < startAt ? backStartAt : startAt
}
