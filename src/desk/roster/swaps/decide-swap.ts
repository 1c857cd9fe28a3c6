/** The colleague's word and the lead's, from cards; and what becomes of a swap nobody decided in time. */
import type { ClickAnswer, ClickHandler, TimerHandler } from '../../action.ts'
import { findStaff, type StaffMember } from '../../staff/staff.ts'
import { actsAs } from '../../staff/supervises.ts'
import type { Work } from '../../work.ts'
import { changeSwap, endSwap, tellOfSwap } from './end-swap.ts'
import type { Unfit } from './fits.ts'
import { approversOf, eitherUnfit } from './request-swap.ts'
import {
  auditSwap,
  isPart,
  lockSwap,
  SWAP_TIMER,
  type SwapRow,
  swapSubject,
  swapWords,
} from './swap.ts'

/** 同意 and 不同意 of the colleague, 批准 and 不批准 of a lead: the first of several leads decides. */
export const decideSwap: ClickHandler = async (work, { subject, key }) => {
  const swap = await lockSwap(work.tx, subject.id)
  const clicker = work.actor.kind === 'staff' ? await findStaff(work.tx, work.actor.staffId) : null
  if (!swap || clicker?.projectId !== swap.projectId) return { outcome: 'not-yours' }
  if (key === 'agree' || key === 'decline') return answered(work, swap, { clicker, key })
  if (key === 'approve' || key === 'reject') return decided(work, swap, { clicker, key })
  return { outcome: 'unknown-key' }
}

/** Only the one of the two who did not ask. */
async function answered(
  work: Work,
  swap: SwapRow,
  { clicker, key }: { readonly clicker: StaffMember; readonly key: 'agree' | 'decline' },
): Promise<ClickAnswer> {
  if (!isPart(swap, clicker) || clicker.id === swap.askedById) return { outcome: 'not-yours' }
  if (swap.state !== 'REQUESTED') return over(work, swap)
  return key === 'agree' ? agree(work, swap) : endSwap(work, swap, { state: 'DECLINED', clicker })
}

/** Nobody decides their own. */
async function decided(
  work: Work,
  swap: SwapRow,
  { clicker, key }: { readonly clicker: StaffMember; readonly key: 'approve' | 'reject' },
): Promise<ClickAnswer> {
  const { approving_roles } = work.rules.staff.roster.leave
  const mayDecide = actsAs(clicker, approving_roles)
  if (isPart(swap, clicker) || !mayDecide) return { outcome: 'not-yours' }
  if (swap.state !== 'AGREED') return over(work, swap)
  if (key === 'approve') return approve(work, swap, clicker)
  return endSwap(work, swap, { state: 'REJECTED', clicker })
}

async function agree(work: Work, swap: SwapRow): Promise<ClickAnswer> {
  const parts = await partsOf(work, swap)
  const unfit = parts ? await unfitNow(work, swap, parts) : 'no_hours'
  if (!parts || unfit) return fail(work, swap, unfit ?? 'no_hours')
  await changeSwap(work, swap, { state: 'AGREED', agreedAt: work.now })
  const values = await swapWords(work, swap)
  for (const { id } of await approversOf(work, [parts.from, parts.to])) {
    await work.tell.card(work, id, {
      card: 'roster.swap_approve',
      values,
      subject: swapSubject(swap.id),
      key: `swap-${swap.id}-approve-${id}`,
    })
  }
  await tellOfSwap(work, swap, { to: swap.askedById, words: 'roster.swap_agreed', name: 'agreed' })
  await auditSwap(work, swap, 'agree')
  return { outcome: 'agreed', close: { words: 'roster.swap_card_agreed', values } }
}

async function approve(work: Work, swap: SwapRow, clicker: StaffMember): Promise<ClickAnswer> {
  const parts = await partsOf(work, swap)
  const unfit = parts ? await unfitNow(work, swap, parts) : 'no_hours'
  if (unfit) return fail(work, swap, unfit)
  await changeSwap(work, swap, { state: 'APPROVED', decidedById: clicker.id, decidedAt: work.now })
  await putOn(work, swap, {
    staffId: swap.fromStaffId,
    byStaffId: swap.toStaffId,
    ...hoursOf(swap),
  })
  const back = backOf(swap)
  if (back) {
    await putOn(work, swap, { staffId: swap.toStaffId, byStaffId: swap.fromStaffId, ...back })
  }
  for (const to of [swap.fromStaffId, swap.toStaffId]) {
    await tellOfSwap(work, swap, { to, words: 'roster.swap_approved', name: 'approved' })
  }
  await auditSwap(work, swap, 'approve')
  const close = { words: 'roster.card_approved', values: { by: clicker.name } }
  await work.tell.closeCards(work, swapSubject(swap.id), { ...close, exceptStaffId: clicker.id })
  return { outcome: 'approved', close }
}

async function putOn(
  work: Work,
  swap: SwapRow,
  hours: { staffId: string; byStaffId: string; startAt: Date; endAt: Date },
): Promise<void> {
  const { projectId, id: swapId, decidedById: createdById } = swap
  const made = { id: work.newId(), createdAt: work.now }
  await work.tx
    .insertInto('roster_override')
    .values({ ...made, projectId, swapId, createdById, action: 'replace', kind: 'duty', ...hours })
    .execute()
}

/** It cannot be any more: both hear why, and nothing changes. */
async function fail(work: Work, swap: SwapRow, why: Unfit): Promise<ClickAnswer> {
  const answer = await endSwap(work, swap, { state: 'EXPIRED', why })
  return { ...answer, outcome: why }
}

async function over(work: Work, swap: SwapRow): Promise<ClickAnswer> {
  const decider = swap.decidedById ? await findStaff(work.tx, swap.decidedById) : null
  const close = { words: 'roster.card_over', values: { by: decider?.name ?? '' } }
  return { outcome: 'over', close }
}

/** The hours begin and nobody decided. */
const swapBegins: TimerHandler = async (work, { key }) => {
  const swap = await lockSwap(work.tx, key)
  if (swap?.state !== 'REQUESTED' && swap?.state !== 'AGREED') return
  await endSwap(work, swap, { state: 'EXPIRED', why: 'begun' })
}

export const swapTimers: Readonly<Record<string, TimerHandler>> = { [SWAP_TIMER]: swapBegins }

async function partsOf(work: Work, swap: SwapRow) {
  const from = await findStaff(work.tx, swap.fromStaffId)
  const to = await findStaff(work.tx, swap.toStaffId)
  return from && to ? { from, to } : null
}

function unfitNow(work: Work, swap: SwapRow, parts: { from: StaffMember; to: StaffMember }) {
  return eitherUnfit(work, parts, { hours: hoursOf(swap), back: backOf(swap) })
}

function hoursOf({ startAt, endAt }: SwapRow) {
  return { startAt, endAt }
}

function backOf({ backStartAt, backEndAt }: SwapRow) {
  return backStartAt && backEndAt ? { startAt: backStartAt, endAt: backEndAt } : null
}
