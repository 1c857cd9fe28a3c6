/** What ladders need to know about a ticket. */
import type { SubjectView } from '../clocks/subject-view.ts'
import { withoutPhones } from '../residents/masked.ts'
import type { Work } from '../work.ts'
import { showAgain } from './cards.ts'
import { categoryOf } from './categories.ts'
import { phrase } from './clean-text.ts'
import { isConfidential } from './details.ts'
import { impartialTo } from './impartial.ts'
import { reporterWords } from './reporter.ts'
import { isIn, OPEN_STATES } from './states.ts'
import { findTicket } from './ticket.ts'

const TITLE = 20

export async function ticketSubject(work: Work, ticketId: string): Promise<SubjectView | null> {
  const ticket = await findTicket(work.tx, ticketId)
  if (!ticket) return null
  const { skill, hazard } = categoryOf(work.rules.categories, ticket.category)
  return {
    projectId: ticket.projectId,
    number: ticket.number,
    title: phrase(withoutPhones(ticket.description), TITLE),
    place: ticket.place,
    ...(hazard && ticket.place === '' && { reporter: await reporterWords(work, ticket) }),
    priority: ticket.priority,
    skill,
    buildingCode: ticket.buildingCode,
    teamId: ticket.teamId,
    assigneeStaffId: ticket.assigneeId,
    responderStaffId: ticket.firstResponderId,
    isOpen: isIn(ticket.state, OPEN_STATES),
    isConfidential: isConfidential(ticket),
    show: (staffId) => showAgain(work, ticket, staffId),
    ...(ticket.kind === 'complaint' && { callable: (all) => impartialTo(work, ticket, all) }),
  }
}
