/** How grave a matter is once it is known to be of another category: by everything that was said of it. */
import type { Work } from '../work.ts'
import type { Category } from './category-rules.ts'
import type { TicketRow } from './ticket.ts'
import { heavier, weigh } from './weigh.ts'

type Weighed = Partial<Pick<TicketRow, 'priority' | 'urgency' | 'impact'>>

/** Its priority stays where somebody of the service centre set it: they knew the matter. */
export async function weighAnew(
  work: Work,
  ticket: TicketRow,
  category: Category,
): Promise<Weighed> {
  const { categories } = work.rules
  const { texts, isSet } = await saidOf(work, ticket.id)
  const isShared = ticket.roomId === null
  const first = weigh(categories, category, { text: ticket.description, isShared })
  const { priority, urgency, impact } = texts
    .map((text) => weigh(categories, category, { text, isShared }))
    .reduce((all, more) => ({ ...more, ...heavier(categories, all, more) }), first)
  return isSet ? { urgency, impact } : { priority, urgency, impact }
}

/** What was added to it, or merged into it, and whether its priority was set by hand. */
async function saidOf({ tx }: Work, ticketId: string) {
  const events = await tx
    .selectFrom('ticket_event')
    .select(['kind', 'payload'])
    .where('ticketId', '=', ticketId)
    .where('kind', 'in', ['note', 'joined', 'priority-changed'])
    .execute()
  const texts = events.flatMap(({ payload }) => {
    const { text } = payload as { readonly text?: unknown }
    return typeof text === 'string' ? [text] : []
  })
  return { texts, isSet: events.some(({ kind }) => kind === 'priority-changed') }
}
