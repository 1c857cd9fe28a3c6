/** The phone of whoever reported a matter: hidden by default, shown on the record. */
import { audit } from '../audit/audit.ts'
import { isOfTheHouse } from '../staff/supervises.ts'
import type { Work } from '../work.ts'
import { type StepAnswer, staffStep } from './staff-step.ts'
import { subjectOf, type TicketRow } from './ticket.ts'

/** Its last four digits, as cards and tasks show it; empty when none was left. */
export function maskedContact(ticket: TicketRow): string {
  return ticket.contactPhoneLast4 ? `尾号${ticket.contactPhoneLast4}` : ''
}

export interface Revealed extends StepAnswer<StepAnswer['outcome'] | 'no_phone'> {
  readonly phone?: string
}

/** For staff of the project. Every look is in the audit log (servicedesk.md E3). */
export async function revealContact(work: Work, ticketId: string): Promise<Revealed> {
  return staffStep<'no_phone'>(
    work,
    'contact',
    { ticketId },
    async ({ staff, ticket }): Promise<Revealed> => {
      // servicedesk.md E3, art. 21: a contractor gets the address, the phone masked.
      if (!isOfTheHouse(staff)) return { outcome: 'not_yours', ticket }
      if (!ticket.contactPhoneEnc) return { outcome: 'no_phone', ticket }
      const { corpId, projectId } = ticket
      await audit(work, {
        action: 'phone.reveal',
        subject: subjectOf(ticket.id),
        corpId,
        projectId,
        detail: { number: ticket.number },
      })
      return { outcome: 'ok', ticket, phone: work.seals.open(ticket.contactPhoneEnc) }
    },
  )
}
