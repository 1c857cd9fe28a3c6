/** Adds more words and photos to a ticket that is open already, and tells whoever works on it. */
import { withoutForgotten } from '../../media/forget-file.ts'
import { DeskError } from '../errors.ts'
import type { Work } from '../work.ts'
import { categoryOf } from './categories.ts'
import type { Impact } from './category-rules.ts'
import { cleanText } from './clean-text.ts'
import { allComplainedAbout } from './complained-about.ts'
import { confiding } from './details.ts'
import { follow } from './followers.ts'
import { knownBy } from './merged-view.ts'
import { renewPromises } from './promises.ts'
import { recordEvent } from './record-event.ts'
import type { Priority } from './rules.ts'
import { takeFromAccused } from './take-from-accused.ts'
import { tellHandler } from './tell-handler.ts'
import { tellOwner } from './tell-owner.ts'
import { lockTicket, type TicketRow } from './ticket.ts'
import { heavier, isGraver, reasonOf, weigh } from './weigh.ts'

export interface Addition {
  readonly text: string
  readonly photos: readonly string[]
}

/**
 * The chat that adds follows the ticket from now on. Photos beyond the rules' number are left out. Words that
 * make it worse raise its priority, and its promises are those of the new one from its own beginning.
 */
export async function joinTicket(
  work: Work,
  ticketId: string,
  addition: Addition,
): Promise<TicketRow> {
  const ticket = await lockTicket(work.tx, ticketId)
  if (!ticket) throw new DeskError('no-such-ticket', `There is no ticket ${ticketId}`)
  const { max_chars, max_photos } = work.rules.tickets
  const text = cleanText(addition.text, max_chars)
  const added = await withoutForgotten(work.tx, addition.photos)
  const own = await ownPart(work, ticket)
  const kept = (own ?? ticket).photoIds
  const photoIds = [...new Set([...kept, ...added])].slice(0, max_photos)
  const photos = photoIds.length - kept.length
  const worse = worsened(work, ticket, text)
  if (work.actor.kind === 'owner' && !own) await follow(work, ticket.id, work.actor.conversationId)
  const changed = await recordEvent(work, ticket, {
    kind: 'note',
    set: {
      ...(photos > 0 && !own && { photoIds }),
      ...(await moreOfComplaint(work, ticket, text)),
      ...worse?.set,
    },
    note: { text, photos, ...worse?.note },
  })
  if (own && photos > 0) {
    await recordEvent(work, own, { kind: 'note', set: { photoIds }, note: { text, photos } })
  }
  const raised = worse ? work.rules.tickets.priorities[worse.set.priority] : ''
  if (worse) {
    await renewPromises(work, changed)
    await tellOwner(work, changed, 'tickets.owner.raised', { priority: raised })
  }
  const values = { text, photos, raised }
  const now = await takeFromAccused(work, changed)
  await tellHandler(work, now, { words: 'tickets.staff.more', values })
  return now
}

/**
 * The merged ticket by which whoever adds knows this one: photos of their home are kept with theirs, where staff see
 * them and neighbours do not.
 */
async function ownPart(work: Work, ticket: TicketRow): Promise<TicketRow | null> {
  const own = await knownBy(work, ticket)
  return own && (await lockTicket(work.tx, own.id))
}

/** Whom the owner names later is kept out as well; staff who write a remark name nobody. */
async function moreOfComplaint(work: Work, ticket: TicketRow, text: string) {
  if (ticket.kind !== 'complaint' || work.actor.kind !== 'owner') return {}
  const { kind, projectId, againstIds } = ticket
  const named = await allComplainedAbout(work, { kind, projectId, description: text })
  const all = [...new Set([...againstIds, ...named])]
  const isMore = all.length > againstIds.length
  return { ...(isMore && { againstIds: all }), ...confiding(work, ticket, text) }
}

/** What added words change: null when none of them makes the matter graver than its priority is. */
function worsened(work: Work, ticket: TicketRow, text: string) {
  const { categories } = work.rules
  const category = categoryOf(categories, ticket.category)
  const more = weigh(categories, category, { text, isShared: ticket.roomId === null })
  if (more.why.length === 0) return null
  const before = {
    urgency: (ticket.urgency ?? category.priority) as Priority,
    impact: (ticket.impact ?? more.impact) as Impact,
  }
  const set = heavier(categories, before, more)
  const isWorse = isGraver(set.priority, ticket.priority as Priority)
  return isWorse ? { set, note: reasonOf(more) } : null
}
