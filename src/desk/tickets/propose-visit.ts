/** Staff would rather come at another time: the owner is asked, and nothing changes until they agree. */
import { keepOwnerEvent } from '../owner-event.ts'
import type { Work } from '../work.ts'
import { agreeWindow, isAgreed, isBeforeVisit } from './agreed-window.ts'
import type { Appointment } from './appointment.ts'
import { categoryOf } from './categories.ts'
import { isReporter } from './is-reporter.ts'
import { keepAnswered } from './promises.ts'
import { readWindow, type WindowProblem } from './read-window.ts'
import { appointmentWords, sayWindow } from './say-time.ts'
import { holderOf, type InStep, refusal, type Step, staffStep } from './staff-step.ts'
import { isIn, OPEN_STATES } from './states.ts'
import { tellHandler } from './tell-handler.ts'
import { lockTicket, type TicketRow } from './ticket.ts'
import { endProposals, findProposal, insertProposal } from './visit-proposal.ts'

/** The name of the event; its data are `number`, `proposal`, `when`, `before`, `staff`, `place`. */
const VISIT_PROPOSED = 'ticket.visit-proposed'

/**
 * `ok`: the owner is asked. `agreed`: there is no chat, so staff have agreed it by phone, and it holds.
 * `window_wanted`: only "as soon as possible" was said.
 */
type ProposalOutcome = 'agreed' | 'same' | 'window_wanted' | WindowProblem

/** By whoever has the job, or a supervisor. */
export async function proposeVisit(work: Work, step: Step & { readonly visit: string }) {
  return staffStep<ProposalOutcome>(work, 'propose_visit', step, async (at) => {
    const refused = refusal(at, OPEN_STATES)
    if (refused) return refused
    if (!isBeforeVisit(work, at.ticket)) return { outcome: 'wrong_state', ticket: at.ticket }
    const window = readWindow(work, step.visit)
    if (window === null) return { outcome: 'window_wanted', ticket: at.ticket }
    if (typeof window === 'string') return { outcome: window, ticket: at.ticket }
    if (isAgreed(at.ticket, window)) return { outcome: 'same', ticket: at.ticket }
    return await propose(work, at, window)
  })
}

async function propose(work: Work, { staff, ticket }: InStep, window: Appointment) {
  if (ticket.conversationId === null) {
    const changed = await agreeWindow(work, ticket, { window, askedBy: 'staff' })
    return { outcome: 'agreed' as const, ticket: changed }
  }
  await keepAnswered(work, ticket)
  const proposal = await insertProposal(work, ticket, { staff, window })
  await keepOwnerEvent(work, {
    conversationId: ticket.conversationId,
    event: VISIT_PROPOSED,
    key: `${VISIT_PROPOSED}/${proposal.id}`,
    data: {
      number: ticket.number,
      proposal: proposal.id,
      when: sayWindow(window, work.now),
      before: appointmentWords(ticket, work.now),
      staff: (await holderOf(work, ticket)) || staff.name,
      place: ticket.place,
      category: categoryOf(work.rules.categories, ticket.category).name,
    },
  })
  return { outcome: 'ok' as const, ticket }
}

/**
 * `replaced`: another time was agreed or proposed since. `past`: the proposed time is over. `already`: answered so
 * before.
 */
export interface Answered {
  readonly outcome:
    | 'ok'
    | 'already'
    | 'replaced'
    | 'past'
    | 'too_late'
    | 'over'
    | 'not_yours'
    | 'not_found'
  readonly ticket: TicketRow
}

export async function answerProposal(
  work: Work,
  seen: TicketRow,
  { proposalId, agrees }: { readonly proposalId: string; readonly agrees: boolean },
): Promise<Answered> {
  const ticket = (await lockTicket(work.tx, seen.id)) ?? seen
  if (!isReporter(work, ticket)) return { outcome: 'not_yours', ticket }
  const proposal = await findProposal(work, ticket.id, proposalId)
  if (!proposal) return { outcome: 'not_found', ticket }
  const answer = agrees ? 'agreed' : 'declined'
  if (proposal.state === answer) return { outcome: 'already', ticket }
  if (proposal.state !== 'open') return { outcome: 'replaced', ticket }
  if (!isIn(ticket.state, OPEN_STATES)) return { outcome: 'over', ticket }
  if (!isBeforeVisit(work, ticket)) return { outcome: 'too_late', ticket }
  if (agrees && proposal.endAt <= work.now) return { outcome: 'past', ticket }
  await endProposals(work, ticket.id, answer)
  const window = { text: proposal.text, start: proposal.startAt, end: proposal.endAt }
  const after = agrees ? await agreeWindow(work, ticket, { window, askedBy: 'staff' }) : ticket
  await tellHandler(work, after, {
    words: `tickets.staff.visit_${answer}`,
    values: { when: sayWindow(window, work.now), before: appointmentWords(after, work.now) },
    again: `-${proposal.id}`,
  })
  return { outcome: 'ok', ticket: after }
}
