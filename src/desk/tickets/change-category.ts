/** Another category: 改类别. Whoever took the report, or stands before it, sees that it is something else. */
import { restartLadder } from '../clocks/ladder/restart-ladder.ts'
import { developersOrder } from '../contractors/ask-for-check.ts'
import { leaveProblem } from '../problems/leave-problem.ts'
import { watchForProblem } from '../problems/watch-for-problem.ts'
import { openQuoteOf } from '../quotes/quote.ts'
import { endUnanswered } from '../quotes/withdraw-quote.ts'
import { findStaff } from '../staff/staff.ts'
import { isAtDesk, isOfTheHouse } from '../staff/supervises.ts'
import { askAbout, nothingToSettle } from '../warranty/ask-to-settle.ts'
import { type FirstPayer, firstPayer } from '../warranty/first-payer.ts'
import { payerOf, UNSETTLED } from '../warranty/payer-of.ts'
import type { Work } from '../work.ts'
import { categoryOf } from './categories.ts'
import type { Category } from './category-rules.ts'
import { dispatch } from './dispatch.ts'
import { nextPromise } from './next-promise.ts'
import { renewPromises } from './promises.ts'
import { recordEvent } from './record-event.ts'
import { putBack, release } from './release.ts'
import { firstReportedAt } from './reported-at.ts'
import { type InStep, type Step, type StepAnswer, staffStep } from './staff-step.ts'
import { isIn, OPEN_STATES, WITHDRAWABLE_STATES } from './states.ts'
import { tellHandler, tellStaff } from './tell-handler.ts'
import { tellOwner } from './tell-owner.ts'
import { findTicket, subjectOf, type TicketRow } from './ticket.ts'
import { weighAnew } from './weigh-anew.ts'

export interface NewCategory extends Step {
  /** Id of a leaf of rules/categories.yaml. */
  readonly category?: string | undefined
}

/**
 * `category_wanted`: none, or no leaf. `kind_fixed`: of another kind, whose numbers begin otherwise (servicedesk.md D6):
 * that is reported anew and this one cancelled. `hazard_fixed`: a danger is raised as one, and looked at before it is
 * anything else. `agreed_quote`: the owner agreed to pay, and would not have to, or the other way round.
 * `developer_has_it`: who would have to give it back first.
 */
export const CATEGORY_OUTCOMES = [
  'category_wanted',
  'kind_fixed',
  'hazard_fixed',
  'same_category',
  'agreed_quote',
  'developer_has_it',
] as const
type CategoryOutcome = (typeof CATEGORY_OUTCOMES)[number]

/**
 * Everything that is read from the leaf follows: calendar, photos, window, callback, days to reopen. Priority is weighed
 * anew unless somebody set it, who pays is judged anew, and what is still promised is promised anew from its first
 * start (servicedesk.md B7). By the service centre and who leads work; on the spot by whoever has it.
 */
export async function changeCategory(work: Work, { category: wanted, ...step }: NewCategory) {
  return staffStep<CategoryOutcome>(
    work,
    'change-category',
    step,
    async (at): Promise<StepAnswer<StepAnswer['outcome'] | CategoryOutcome>> => {
      const { ticket } = at
      const category = work.rules.categories.byId.get(wanted ?? '')
      const refused = refusalOf(work, at, category)
      if (refused || !category) return { outcome: refused ?? 'category_wanted', ticket }
      const paid = await payerIn(work, ticket, category)
      const money = await moneyRefusal(work, ticket, { category, paid })
      if (money) return { outcome: money, ticket }
      return { outcome: 'ok', ticket: await change(work, at, { category, paid }) }
    },
  )
}

function mayChange({ staff, ticket }: InStep): boolean {
  if (isAtDesk(staff)) return true
  return isOfTheHouse(staff) && ticket.assigneeId === staff.id && isBegun(ticket)
}

/** Somebody is or was there; a pause counts as what it began from. */
function isBegun({ state, heldFrom }: TicketRow): boolean {
  const from = state === 'ON_HOLD' ? (heldFrom ?? '') : state
  return !isIn(from, WITHDRAWABLE_STATES)
}

function refusalOf(
  work: Work,
  at: InStep,
  category: Category | undefined,
): CategoryOutcome | 'not_yours' | 'over' | null {
  const { ticket } = at
  if (!mayChange(at)) return 'not_yours'
  if (!isIn(ticket.state, OPEN_STATES)) return 'over'
  if (!category?.isLeaf) return 'category_wanted'
  if (category.id === ticket.category) return 'same_category'
  const isDanger = categoryOf(work.rules.categories, ticket.category).hazard
  if (isDanger || category.hazard) return 'hazard_fixed'
  return category.kind === ticket.kind ? null : 'kind_fixed'
}

/** As for a report of that category at the time it was made, be it as part of another one. */
async function payerIn(work: Work, ticket: TicketRow, { id }: Category): Promise<FirstPayer> {
  const { projectId, roomId, buildingCode } = ticket
  const reportedAt = await firstReportedAt(work.tx, ticket)
  return firstPayer(work, { projectId, category: id, roomId, buildingCode, reportedAt })
}

interface Change {
  readonly category: Category
  readonly paid: FirstPayer
}

async function moneyRefusal(
  work: Work,
  ticket: TicketRow,
  { category, paid }: Change,
): Promise<CategoryOutcome | null> {
  const after = payerOf(work, { category: category.id, payer: paid.payer })
  if (after === payerOf(work, ticket)) return null
  if (ticket.consentAt !== null) return 'agreed_quote'
  return (await developersOrder(work, ticket.id)) ? 'developer_has_it' : null
}

async function change(work: Work, at: InStep, { category, paid }: Change): Promise<TicketRow> {
  const { staff, ticket } = at
  const before = categoryOf(work.rules.categories, ticket.category)
  const promised = await nextPromise(work, ticket)
  await leaveProblem(work, ticket)
  const changed = await recordEvent(work, ticket, {
    kind: 'category-changed',
    set: {
      ...{ category: category.id, payer: paid.payer },
      ...(await weighAnew(work, ticket, category)),
    },
    note: {
      ...{ before: before.id, name: category.name, by: staff.name },
      ...(paid.warranty && { warranty: paid.warranty }),
    },
  })
  await watchForProblem(work, changed)
  const settled = await settlePayer(work, changed, paid)
  await renewPromises(work, settled, 'category')
  const handed = await giveAgain(work, at, { settled, before, category })
  const now = (await findTicket(work.tx, ticket.id)) ?? handed
  const [was, is] = [payerOf(work, ticket), payerOf(work, now)]
  const next = await nextPromise(work, now)
  const isSame = promised?.kind === next?.kind && promised?.by.getTime() === next?.by.getTime()
  const isTaken = ticket.acceptedAt !== null && now.acceptedAt === null
  if (!isSame || was !== is || isTaken) {
    const pays = was === is ? '' : is
    const telling = {
      words: 'tickets.owner.recategorised',
      isNeeded: true,
      ofHome: ['pays'],
    } as const
    await tellOwner(work, now, telling, { pays })
  }
  return now
}

/** What was asked about the old one is asked no more, neither of the service centre nor of the owner. */
async function settlePayer(work: Work, changed: TicketRow, paid: FirstPayer): Promise<TicketRow> {
  await nothingToSettle(work, changed.id)
  if (paid.payer === UNSETTLED && paid.warranty) await askAbout(work, changed, paid.warranty)
  const isOwners = payerOf(work, changed) === 'owner'
  const quote = isOwners ? null : await openQuoteOf(work.tx, changed.id)
  if (!quote) return changed
  const going = await endUnanswered(work, changed, quote, 'withdrawn')
  return (await findTicket(work.tx, going.id)) ?? going
}

/** Before anybody is there it goes to whom the new one belongs; begun, or in able hands, it stays where it is. */
async function giveAgain(
  work: Work,
  { staff, exceptStaffId }: InStep,
  now: { readonly settled: TicketRow; readonly before: Category; readonly category: Category },
): Promise<TicketRow> {
  const { settled: ticket, before, category } = now
  const values = { before: before.name, now: category.name, by: staff.name }
  const needsOthers = !isBegun(ticket) && isOtherTrade(before, category)
  if (!needsOthers || (await isAble(work, ticket, category))) {
    const isOthers = ticket.assigneeId !== null && ticket.assigneeId !== staff.id
    if (isOthers) await tellHandler(work, ticket, { words: 'tickets.staff.category', values })
    return ticket
  }
  const end = { outcome: 'transferred', reason: category.name } as const
  const words = 'tickets.card.given_elsewhere'
  const released = await release(work, ticket, { ...end, words, exceptStaffId })
  const back = await putBack(work, released, { reason: category.name, name: staff.name })
  if (ticket.assigneeId && ticket.assigneeId !== staff.id)
    await tellStaff(work, back, ticket.assigneeId, { words: 'tickets.staff.category_away', values })
  if (ticket.acceptedAt) await restartLadder(work, subjectOf(ticket.id))
  await dispatch(work, ticket.id)
  return back
}

function isOtherTrade(before: Category, category: Category): boolean {
  return before.skill !== category.skill || before.handlers.join() !== category.handlers.join()
}

async function isAble(
  work: Work,
  ticket: TicketRow,
  { skill, handlers }: Category,
): Promise<boolean> {
  const holder = ticket.assigneeId ? await findStaff(work.tx, ticket.assigneeId) : null
  if (!holder?.roles.some((role) => handlers.includes(role))) return false
  return skill === null || holder.skills.includes(skill)
}
