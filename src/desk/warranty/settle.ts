/** 转保修 and 不在保修: staff decide whether a ticket is the developer's, with a reason the owner reads. */
import { developersOrder } from '../contractors/ask-for-check.ts'
import { openQuoteOf } from '../quotes/quote.ts'
import { endUnanswered } from '../quotes/withdraw-quote.ts'
import { isAtDesk } from '../staff/supervises.ts'
import { categoryOf } from '../tickets/categories.ts'
import { cleanText } from '../tickets/clean-text.ts'
import { recordEvent } from '../tickets/record-event.ts'
import { type InStep, type Step, type StepAnswer, staffStep } from '../tickets/staff-step.ts'
import { isIn, OPEN_STATES } from '../tickets/states.ts'
import { tellOwner } from '../tickets/tell-owner.ts'
import { findTicket, type TicketRow } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'
import { askedIsSettled, isAsked } from './ask-to-settle.ts'
import { giveMoneyBack, keepMoney } from './money-back.ts'
import { payerOf, payerWithout } from './payer-of.ts'

export const VERDICTS = ['in', 'out'] as const

export interface Settle extends Step {
  readonly verdict: (typeof VERDICTS)[number]
  readonly reason?: string | undefined
}

/**
 * `same`: so it stands already. `given`: the developer has it, and has to give it back first. `not_visited`: nothing is
 * mended there.
 */
export const SETTLE_OUTCOMES = ['same', 'reason_wanted', 'given', 'not_visited'] as const
type SettleOutcome = (typeof SETTLE_OUTCOMES)[number]

/** By the service centre and who leads work: it decides about the owner's money. */
export async function settleWarranty(
  work: Work,
  { verdict, reason: said, ...step }: Settle,
): Promise<StepAnswer<SettleOutcome | StepAnswer['outcome']>> {
  return staffStep<SettleOutcome>(work, `warranty-${verdict}`, step, async (at) => {
    const { ticket } = at
    const refused = await refusalOf(work, at, verdict)
    if (refused) return { outcome: refused, ticket }
    const reason = cleanText(said ?? '', work.rules.tickets.longest_reason)
    if (reason === '') return { outcome: 'reason_wanted', ticket }
    const settled = await settleAs(work, at, { verdict, reason })
    await tellDecision(work, settled, { verdict, reason })
    return { outcome: 'ok', ticket: settled }
  })
}

async function refusalOf(work: Work, { staff, ticket }: InStep, verdict: Settle['verdict']) {
  if (!isAtDesk(staff)) return 'not_yours'
  if (!isIn(ticket.state, OPEN_STATES)) return 'over'
  if (!categoryOf(work.rules.categories, ticket.category).visit) return 'not_visited'
  const isSame = payerOf(work, ticket) === payerAs(work, ticket, verdict)
  if (isSame && !(await isAsked(work, ticket.id))) return 'same'
  return verdict === 'out' && (await developersOrder(work, ticket.id)) ? 'given' : null
}

function payerAs(work: Work, ticket: TicketRow, verdict: Settle['verdict']) {
  return verdict === 'in' ? 'developer_warranty' : payerWithout(work, ticket)
}

/** Why concerns the home itself: whoever reported another place hears only what is done. */
async function tellDecision(
  work: Work,
  settled: TicketRow,
  { verdict, reason }: { readonly verdict: Settle['verdict']; readonly reason: string },
): Promise<void> {
  const words = `tickets.owner.warranty_${verdict}`
  const pays = payerOf(work, settled) === 'owner'
  const telling = { words, isNeeded: true, ofHome: ['reason', 'pays'] } as const
  await tellOwner(work, settled, telling, { reason, pays })
}

/**
 * The ticket is locked and may be decided about; the caller tells the owner. What was asked of them to pay is taken
 * back, and what they paid goes back to them.
 */
export async function settleAs(
  work: Work,
  { staff, ticket }: InStep,
  { verdict, reason }: { readonly verdict: Settle['verdict']; readonly reason: string },
): Promise<TicketRow> {
  const payer = payerAs(work, ticket, verdict)
  const settled = await recordEvent(work, ticket, {
    kind: `warranty-${verdict}`,
    set: { payer },
    note: { reason, from: payerOf(work, ticket) },
  })
  await askedIsSettled(work, ticket.id, { staffId: staff.id, note: reason })
  const quote = verdict === 'in' ? await openQuoteOf(work.tx, ticket.id) : null
  const going = quote ? await endUnanswered(work, settled, quote, 'withdrawn') : settled
  if (verdict === 'in') await giveMoneyBack(work, going, reason)
  else await keepMoney(work, ticket.id)
  return (await findTicket(work.tx, going.id)) ?? going
}
