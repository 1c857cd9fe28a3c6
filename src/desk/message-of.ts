/** Which message of an owner caused what is written down: kept as a signature and as the source (servicedesk.md D, OrderEvent). */
import type { Actor } from './work.ts'

/** The platform's id of it; null of what staff, the desk or an owner's page did. */
export function messageOf(actor: Actor): string | null {
  return actor.kind === 'owner' ? (actor.messageId ?? null) : null
}
