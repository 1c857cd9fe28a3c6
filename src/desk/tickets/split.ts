/** Splitting: 拆分. One report tells of several matters; each gets its own ticket (servicedesk.md A5). */
import type { Work } from '../work.ts'
import { categoryOf, inferCategory } from './categories.ts'
import { cleanText } from './clean-text.ts'
import type { TicketKind } from './kinds.ts'
import { mayLink } from './linking.ts'
import { createOffshoot } from './offshoot.ts'
import { type Step, type StepAnswer, staffStep } from './staff-step.ts'
import { isIn, OPEN_STATES } from './states.ts'
import { tellOwner } from './tell-owner.ts'
import { findTicket, type TicketRow } from './ticket.ts'
import { weigh } from './weigh.ts'

export interface SplitAnswer extends StepAnswer<StepAnswer['outcome'] | 'words_wanted'> {
  /** The new one. */
  readonly other?: TicketRow
}

/** By the service centre, a steward, or whoever works on it and finds something else. The owner hears once. */
export async function splitTicket(
  work: Work,
  step: Step & { readonly text: string },
): Promise<SplitAnswer> {
  return staffStep<'words_wanted'>(
    work,
    'split',
    step,
    async ({ staff, ticket }): Promise<SplitAnswer> => {
      if (!mayLink(staff) && ticket.assigneeId !== staff.id) return { outcome: 'not_yours', ticket }
      if (!isIn(ticket.state, OPEN_STATES)) return { outcome: 'over', ticket }
      const description = cleanText(step.text, work.rules.tickets.max_chars)
      if (description === '') return { outcome: 'words_wanted', ticket }
      const { categories } = work.rules
      const category = inferCategory(categories, {
        text: description,
        kind: ticket.kind as TicketKind,
        hazards: categoryOf(categories, ticket.category).hazard,
      })
      const { priority, urgency, impact } = weigh(categories, category, {
        text: description,
        isShared: ticket.roomId === null,
      })
      const made = await createOffshoot(work, ticket, {
        relation: 'SPLIT',
        category: category.id,
        weight: { priority, urgency, impact },
        description,
        photos: [],
        preferStaffId: null,
      })
      const values = { from: ticket.number, problem: description }
      await tellOwner(work, made, { words: 'tickets.owner.split', isNeeded: true }, values)
      const rest = (await findTicket(work.tx, ticket.id)) ?? ticket
      return { outcome: 'ok', ticket: rest, other: made }
    },
  )
}
