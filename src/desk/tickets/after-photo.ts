/** Whether a ticket may be finished without a photo of how it looks now (servicedesk.md, Before/after photos: public areas). */
import type { Work } from '../work.ts'
import { categoryOf } from './categories.ts'
import { sitePhotosOf } from './site-photos.ts'
import type { TicketRow } from './ticket.ts'

/** A photo of an earlier completion proves nothing once the matter was opened again. */
export function lacksAfterPhoto(work: Work, ticket: TicketRow): boolean {
  const since = ticket.reopenedAt ?? ticket.createdAt
  const isThere = sitePhotosOf(ticket).some(({ kind, at }) => kind === 'after' && at >= since)
  return isWanted(work, ticket) && !isThere
}

function isWanted(work: Work, { category, roomId }: TicketRow): boolean {
  const { visit, photo_after } = categoryOf(work.rules.categories, category)
  return visit && (photo_after === 'required' || (photo_after === 'public' && roomId === null))
}
