/** Takes a photo its sender took back off the tickets it was given to. */
import { sql } from 'kysely'
import type { Work } from '../work.ts'
import { recordEvent } from './record-event.ts'
import { withoutSitePhoto } from './site-photos.ts'
import { lockTicket } from './ticket.ts'

export async function forgetPhoto(work: Work, fileId: string): Promise<void> {
  const found = await sql<{ id: string }>`
    SELECT id FROM ticket
     WHERE "photoIds" @> ARRAY[${fileId}]::text[] OR jsonb_exists("sitePhotos", ${fileId})
     ORDER BY id`.execute(work.tx)
  for (const { id } of found.rows) {
    const ticket = await lockTicket(work.tx, id)
    if (!ticket) continue
    const photoIds = ticket.photoIds.filter((photo) => photo !== fileId)
    const set = { photoIds, ...withoutSitePhoto(ticket, fileId) }
    await recordEvent(work, ticket, { kind: 'photo_recalled', set })
  }
}
