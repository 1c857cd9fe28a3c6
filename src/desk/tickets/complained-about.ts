/** Whom a complaint is about: they are kept out of it (servicedesk.md D4, "not in conflict"). */
import { NICKNAMES, TITLES } from '../staff/find-colleagues.ts'
import { type StaffMember, staffMember } from '../staff/staff.ts'
import type { Work } from '../work.ts'
import type { TicketRow } from './ticket.ts'

const NUMBER = /[A-Z]{2}\d{8}-\d{4,6}/g

type About = Pick<TicketRow, 'kind' | 'projectId' | 'description'> & { readonly details?: unknown }

/**
 * Ids of the people it names (in full, or as in 王师傅, which may mean several), and of those who worked on a ticket
 * whose number it gives. Rather one person too many than a complaint in the hands of whom it is about.
 */
export async function complainedAbout(
  work: Work,
  ticket: About,
  people: readonly StaffMember[],
): Promise<ReadonlySet<string>> {
  if (ticket.kind !== 'complaint') return new Set()
  const { against = '' } = { ...(ticket.details as { readonly against?: string } | undefined) }
  const said = `${ticket.description}\n${against}`
  const named = people.filter(({ name }) => isNamedIn(said, name))
  const numbers = ticket.description.toUpperCase().match(NUMBER) ?? []
  const handlers = numbers.length > 0 ? await handlersOf(work, ticket.projectId, numbers) : []
  return new Set([...named.map(({ id }) => id), ...handlers])
}

/** Ids of all of the project's people, there or gone, whom a complaint is about. */
export async function allComplainedAbout(work: Work, ticket: About): Promise<string[]> {
  if (ticket.kind !== 'complaint') return []
  const rows = await work.tx
    .selectFrom('staff')
    .selectAll()
    .where('projectId', '=', ticket.projectId)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  return [...(await complainedAbout(work, ticket, rows.map(staffMember)))]
}

/** Names of the project's people whom a text names or calls, "、" between them; empty when it names none. */
export async function calledIn(work: Work, projectId: string, text: string): Promise<string> {
  const rows = await work.tx
    .selectFrom('staff')
    .select('name')
    .where('projectId', '=', projectId)
    .where('leftAt', 'is', null)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  const named = rows.map(({ name }) => name).filter((name) => isNamedIn(text, name))
  return [...new Set(named)].join('、')
}

/** 张伟, or a surname with a way of calling somebody: 张师傅, 小张. */
function isNamedIn(text: string, name: string): boolean {
  if (text.includes(name)) return true
  const surname = name.slice(0, 1)
  const called = [
    ...TITLES.map((title) => `${surname}${title}`),
    ...NICKNAMES.map((nickname) => `${nickname}${surname}`),
  ]
  return called.some((words) => text.includes(words))
}

async function handlersOf(
  work: Work,
  projectId: string,
  numbers: readonly string[],
): Promise<readonly string[]> {
  const rows = await work.tx
    .selectFrom('assignment')
    .innerJoin('ticket', 'ticket.id', 'assignment.ticketId')
    .select('assignment.staffId')
    .distinct()
    .where('ticket.projectId', '=', projectId)
    .where('ticket.number', 'in', [...numbers])
    .where('assignment.acceptedAt', 'is not', null)
    .execute()
  return rows.map(({ staffId }) => staffId)
}
