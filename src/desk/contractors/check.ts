/** 验收: the house looks at what a developer says is mended, and says whether it is. */
import { startClocks } from '../clocks/start-clocks.ts'
import { isAtDesk, isOfTheHouse } from '../staff/supervises.ts'
import { lacksAfterPhoto } from '../tickets/after-photo.ts'
import { cleanText } from '../tickets/clean-text.ts'
import { completeTicket } from '../tickets/finish.ts'
import { recordEvent } from '../tickets/record-event.ts'
import { addSitePhotos } from '../tickets/site-photos.ts'
import { type InStep, type Step, type StepAnswer, staffStep } from '../tickets/staff-step.ts'
import { isIn, OPEN_STATES } from '../tickets/states.ts'
import { tellStaff } from '../tickets/tell-handler.ts'
import { tellOwner } from '../tickets/tell-owner.ts'
import type { Work } from '../work.ts'
import { developersOrder } from './ask-for-check.ts'
import { callFirm } from './call-firm.ts'
import type { ContractorRow } from './contractors.ts'
import { clocksMatch, noteRework, type OrderRow, subjectOfOrder } from './order.ts'

/** `not_mended`: nothing waits to be looked at. `photo_wanted`: a picture, or a word about what was seen. */
export const CHECK_OUTCOMES = ['no_order', 'not_mended', 'reason_wanted', 'photo_wanted'] as const
type CheckOutcome = (typeof CHECK_OUTCOMES)[number]

export interface Check extends Step {
  readonly verdict: 'passed' | 'failed'
  /** What was seen; of what failed it is what has to be done again. */
  readonly note?: string | undefined
  readonly photos?: readonly string[] | undefined
}

export interface CheckAnswer extends StepAnswer<CheckOutcome | StepAnswer['outcome']> {
  readonly firm?: string
}

/** By the service centre, or whoever of the house follows the ticket or gave it to the developer. */
export async function checkWork(work: Work, check: Check): Promise<CheckAnswer> {
  return staffStep<CheckOutcome>(
    work,
    `check-${check.verdict}`,
    check,
    async (at): Promise<CheckAnswer> => {
      const { ticket } = at
      const held = await developersOrder(work, ticket.id)
      const firm = held?.firm.name ?? ''
      const refused = refusalOf(at, held?.order ?? null, check.verdict)
      if (!held || refused) return { outcome: refused ?? 'no_order', ticket, firm }
      const note = cleanText(check.note ?? '', work.rules.tickets.max_chars)
      return check.verdict === 'passed'
        ? await pass(work, at, { note, photos: check.photos ?? [], firm })
        : await fail(work, at, { ...held, reason: note, photos: check.photos ?? [] })
    },
  )
}

/** On hold, or not taken by anybody, nothing can be finished (servicedesk.md D3). */
const FINISHABLE = ['ACCEPTED', 'ARRIVED', 'IN_PROGRESS'] as const

function refusalOf({ staff, ticket }: InStep, order: OrderRow | null, verdict: Check['verdict']) {
  if (!isIn(ticket.state, OPEN_STATES)) return 'over'
  const isTheirs = staff.id === ticket.assigneeId || staff.id === order?.byStaffId
  if (!isAtDesk(staff) && !(isOfTheHouse(staff) && isTheirs)) return 'not_yours'
  if (!order) return 'no_order'
  if (order.state !== 'checking') return 'not_mended'
  return verdict === 'failed' || isIn(ticket.state, FINISHABLE) ? null : 'wrong_state'
}

async function pass(
  work: Work,
  at: InStep,
  given: { readonly note: string; readonly photos: readonly string[]; readonly firm: string },
): Promise<CheckAnswer> {
  const { note, firm } = given
  const { staff } = at
  const photos = await addSitePhotos(work, at.ticket, {
    kind: 'after',
    photos: given.photos,
    staffId: staff.id,
  })
  const isLacking = photos.added.length === 0 && lacksAfterPhoto(work, at.ticket)
  if (isLacking && note === '') return { outcome: 'photo_wanted', ticket: at.ticket, firm }
  const passed = await recordEvent(work, at.ticket, {
    kind: 'check-passed',
    note: { name: firm, ...(note && { text: note }) },
  })
  const noPhoto = isLacking ? note : undefined
  const done = await completeTicket(work, { ...at, ticket: passed }, { note, noPhoto, photos })
  return { outcome: 'ok', ticket: done, firm }
}

/** The developer has its time to mend it once more; the owner hears that it goes on. */
async function fail(
  work: Work,
  { ticket, staff }: InStep,
  {
    order,
    firm,
    reason,
    photos,
  }: {
    readonly order: OrderRow
    readonly firm: ContractorRow
    readonly reason: string
    readonly photos: readonly string[]
  },
): Promise<CheckAnswer> {
  if (reason === '') return { outcome: 'reason_wanted', ticket, firm: firm.name }
  // What has to be done again is what it looks like before the work.
  const seen = await addSitePhotos(work, ticket, { kind: 'before', photos, staffId: staff.id })
  const failed = await recordEvent(work, ticket, {
    kind: 'check-failed',
    set: seen.set,
    note: { name: firm.name, reason },
  })
  await noteRework(work, order)
  await startClocks(work, {
    projectId: ticket.projectId,
    subject: subjectOfOrder(order.id),
    kinds: ['contractor_finish'],
    match: clocksMatch(work, ticket, firm.kind),
    startAt: work.now,
  })
  if (order.staffId) {
    const values = { reason }
    await tellStaff(work, failed, order.staffId, { words: 'tickets.staff.check_failed', values })
  } else await callFirm(work, failed, { orderId: order.id, firm, reason })
  const words = 'tickets.owner.check_failed'
  await tellOwner(work, failed, { words, isNeeded: true }, { firm: firm.name })
  return { outcome: 'ok', ticket: failed, firm: firm.name }
}
