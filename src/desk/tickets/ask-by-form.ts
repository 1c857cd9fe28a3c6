/** Asks with a form for what a tap leaves open: why a job waits or goes back, and who gets it. */
import { findStaff } from '../staff/staff.ts'
import { isOfTheHouse } from '../staff/supervises.ts'
import { workersOf } from '../staff/workers.ts'
import type { Work } from '../work.ts'
import { categoryOf } from './categories.ts'
import { ANYONE } from './form-clicks.ts'
import { subjectOf, type TicketRow } from './ticket.ts'

/** Buttons whose card asks for a reason: 挂起, 退单, 转单; each has a form of its own in flows/_forms/tickets.yaml. */
const FORMS = { hold: 'hold_why', return: 'return_why', transfer: 'transfer_to' } as const

type AskedStep = keyof typeof FORMS

/** Options of a list that opens, `ANYONE` being one of them (channels/card.ts). */
const MOST_LISTED = 10

export function isAskedByForm(step: string): step is AskedStep {
  return Object.hasOwn(FORMS, step)
}

/** A form for a reason nobody chose on the card. Every tap gets one, also the second for the same thing. */
export async function askReason(
  work: Work,
  ticket: TicketRow,
  { step, staffId }: { readonly step: AskedStep; readonly staffId: string },
): Promise<void> {
  const { hold, return_reasons } = work.rules.tickets
  const form = FORMS[step]
  const people = step === 'transfer' ? await peopleFor(work, ticket, staffId) : []
  await work.tell.card(work, staffId, {
    card: `tickets.${form}`,
    values: {
      number: ticket.number,
      reasons: step === 'hold' ? hold.reasons : return_reasons,
      people,
    },
    subject: subjectOf(ticket.id),
    key: `ticket-${ticket.id}-${form}-${work.newId()}`,
  })
}

/** Anybody at all, or a colleague on duty; a contractor's people are shown nobody of the house. */
async function peopleFor(work: Work, { projectId, category }: TicketRow, staffId: string) {
  const asking = await findStaff(work.tx, staffId)
  if (!asking || !isOfTheHouse(asking)) return [{ id: ANYONE }]
  const { handlers } = categoryOf(work.rules.categories, category)
  const workers = await workersOf(work, projectId, handlers)
  const others = workers.filter((one) => one.on_duty && one.staffId !== staffId)
  return [{ id: ANYONE }, ...others.slice(0, MOST_LISTED - 1)]
}
