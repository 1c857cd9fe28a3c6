/** What a ticket hangs together with, in both directions, as pages and cards show it. */
import type { StaffMember } from '../staff/staff.ts'
import type { Work } from '../work.ts'
import { seenByMember } from './may-see.ts'
import { openRelations, type Relation } from './relations.ts'
import { isTicketState } from './states.ts'

/** How the other one stands to this one. */
type LinkKind =
  | 'merged_into'
  | 'merged_here'
  | 'related'
  | 'split_from'
  | 'split_off'
  | 'blocks'
  | 'waits_for'

export interface LinkedTicket {
  readonly kind: LinkKind
  readonly id: string
  readonly number: string
  readonly stateWords: string
}

const KINDS: Readonly<
  Record<Relation['type'], { readonly from: LinkKind; readonly to: LinkKind }>
> = {
  DUPLICATE: { from: 'merged_into', to: 'merged_here' },
  RELATED: { from: 'related', to: 'related' },
  SPLIT: { from: 'split_from', to: 'split_off' },
  BLOCKS: { from: 'blocks', to: 'waits_for' },
}

/** In the order they were brought together, as far as the reader may know of them. */
export async function linkedTickets(
  work: Work,
  ticketId: string,
  reader: StaffMember,
): Promise<LinkedTicket[]> {
  const relations = await openRelations(work.tx, [ticketId])
  const links = relations.map(({ type, fromId, toId }) =>
    fromId === ticketId
      ? { kind: KINDS[type].from, id: toId }
      : { kind: KINDS[type].to, id: fromId },
  )
  const ids = links.map(({ id }) => id)
  if (ids.length === 0) return []
  const rows = await work.tx
    .selectFrom('ticket')
    .select(['id', 'number', 'state'])
    .where('id', 'in', ids)
    .where(seenByMember(work.rules, reader))
    .execute()
  return links.flatMap((link) => {
    const other = rows.find(({ id }) => id === link.id)
    if (!other || !isTicketState(other.state)) return []
    const stateWords = work.rules.tickets.states[other.state].words
    return [{ ...link, number: other.number, stateWords }]
  })
}
