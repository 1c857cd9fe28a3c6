/** Tells the owner, and everybody who reported the same, what has become of a ticket. */
import { SKILL_WORDS, type Skill } from '../staff/roles.ts'
import { findStaff } from '../staff/staff.ts'
import type { Work } from '../work.ts'
import { categoryOf } from './categories.ts'
import { followersOf } from './followers.ts'
import type { TicketRow } from './ticket.ts'

/** Once per version of the ticket and chat. `words` is a name in flows/_text/tickets.zh-CN.yaml. */
export async function tellOwner(
  work: Work,
  ticket: TicketRow,
  words: string,
  values: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const all = { ...(await ownerValues(work, ticket)), ...values }
  for (const conversationId of await followersOf(work, ticket.id)) {
    await work.tell.owner(work, conversationId, {
      words,
      values: all,
      key: `ticket-${ticket.id}-${ticket.version}-${words}-${conversationId}`,
      purpose: 'notice',
      topic: topicOf(ticket.id),
    })
  }
}

/** The news of one ticket. */
export function topicOf(ticketId: string): string {
  return `ticket/${ticketId}`
}

async function ownerValues(work: Work, ticket: TicketRow) {
  const category = categoryOf(work.rules.categories, ticket.category)
  const staff = ticket.assigneeId ? await findStaff(work.tx, ticket.assigneeId) : null
  return {
    number: ticket.number,
    place: ticket.place,
    category: category.name,
    visit: category.visit,
    staff: staff?.name ?? '',
    trade: tradeOf(staff?.skills ?? [], category.skill),
  }
}

/** The trade the matter needs, when its handler has it; else their own first. */
function tradeOf(skills: readonly Skill[], needed: Skill | null): string {
  const trade = needed !== null && skills.includes(needed) ? needed : skills[0]
  return trade ? SKILL_WORDS[trade] : ''
}
