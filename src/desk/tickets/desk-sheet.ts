/** One ticket as the service centre handles it: a card with what can be done, and forms for what has to be chosen. */
import { actsAs, isAtDesk, supervises } from '../staff/supervises.ts'
import { workersOf } from '../staff/workers.ts'
import type { Work } from '../work.ts'
import { categoryOf } from './categories.ts'
import { excerpt } from './clean-text.ts'
import { maskedContact } from './contact-phone.ts'
import { responderName } from './first-responder.ts'
import { helperNames } from './help/helper-lines.ts'
import { PRIORITIES } from './rules.ts'
import { holderOf, type Step, type StepAnswer, staffStep } from './staff-step.ts'
import { isIn, OPEN_STATES } from './states.ts'
import { subjectOf, type TicketRow } from './ticket.ts'
import { lineOf, progressOf } from './ticket-lines.ts'

const LONGEST_PROBLEM = 200
/** Options of a form with one question (channels/card.ts). */
const MOST_IN_SIGHT = 20

/** Sends the card to the member of staff who acts. */
export async function showSheet(work: Work, step: Step): Promise<StepAnswer> {
  return staffStep(work, 'open-sheet', step, async ({ staff, ticket }) => {
    if (!isAtDesk(staff)) return { outcome: 'not_yours', ticket }
    const progress = await progressOf(work, ticket)
    await work.tell.card(work, staff.id, {
      card: 'tickets.desk_sheet',
      values: {
        ...lineOf(work, ticket),
        ...progress,
        problem: excerpt(ticket.description, LONGEST_PROBLEM),
        category: categoryOf(work.rules.categories, ticket.category).name,
        holder: await holderOf(work, ticket),
        helpers: await helperNames(work, ticket.id),
        responder: await responderName(work, ticket),
        contact: ticket.reporterName ?? '',
        phone: maskedContact(ticket),
        photos: ticket.photoIds.length,
        open: isIn(ticket.state, OPEN_STATES),
        mine: ticket.assigneeId === staff.id,
        may_assign: supervises(staff),
        may_close: actsAs(staff, ['manager']),
        page_url: work.links.ticketPage(ticket.id, staff.id),
      },
      subject: subjectOf(ticket.id),
      key: `ticket-${ticket.id}-sheet-${work.newId()}`,
    })
    return { outcome: 'ok', ticket }
  })
}

/** The form behind 派单: to anybody, whoever has it now. */
export async function askWhoTakes(work: Work, step: Step) {
  return asking(work, step, 'reassign_to', async (ticket, staffId) => {
    const { handlers } = categoryOf(work.rules.categories, ticket.category)
    const workers = await workersOf(work, ticket.projectId, handlers)
    const others = workers.filter((one) => one.staffId !== ticket.assigneeId)
    // Whoever asks may take it themselves with the other button.
    const people = others.filter((one) => one.staffId !== staffId).slice(0, MOST_IN_SIGHT)
    return people.length > 0 ? { people } : null
  })
}

/** The form behind 改优先级. */
export async function askPriority(work: Work, step: Step) {
  return asking(work, step, 'change_priority', async (ticket) => {
    const { priorities, priority_reasons: reasons } = work.rules.tickets
    const others = PRIORITIES.filter((one) => one !== ticket.priority)
    return { reasons, priorities: others.map((id) => ({ id, words: priorities[id] })) }
  })
}

/** `asked`: the form is on its way, and the card stays. `nobody`: there is nothing to choose from. */
function asking(
  work: Work,
  step: Step,
  form: 'reassign_to' | 'change_priority',
  optionsFor: (ticket: TicketRow, staffId: string) => Promise<object | null>,
) {
  return staffStep<'asked' | 'nobody'>(
    work,
    `ask-${form}`,
    step,
    async ({ staff, ticket }): Promise<StepAnswer<StepAnswer['outcome'] | 'asked' | 'nobody'>> => {
      if (!isAtDesk(staff)) return { outcome: 'not_yours', ticket }
      if (!isIn(ticket.state, OPEN_STATES)) return { outcome: 'over', ticket }
      const options = await optionsFor(ticket, staff.id)
      if (!options) return { outcome: 'nobody', ticket }
      await work.tell.card(work, staff.id, {
        card: `tickets.${form}`,
        values: { number: ticket.number, ...options },
        subject: subjectOf(ticket.id),
        key: `ticket-${ticket.id}-${form}-${work.newId()}`,
      })
      return { outcome: 'asked', ticket }
    },
  )
}
