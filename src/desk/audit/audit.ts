/** The audit log: every act of staff, and every look at what is masked, with who, what, when. */
import type { Actor, Subject, Work } from '../work.ts'

export interface AuditEntry {
  /** What was done: `ticket.force-close`, `phone.reveal` … */
  readonly action: string
  readonly subject: Subject
  readonly corpId: string
  readonly projectId: string | null
  /** Values before and after, never a phone or an identity number. */
  readonly detail: Readonly<Record<string, unknown>>
}

/** Writes one row inside the work's transaction; the database refuses to change it later. */
export async function audit(
  work: Pick<Work, 'tx' | 'now' | 'newId' | 'actor'>,
  entry: AuditEntry,
): Promise<void> {
  await work.tx
    .insertInto('audit_log')
    .values({
      id: work.newId(),
      at: work.now,
      corpId: entry.corpId,
      projectId: entry.projectId,
      actorKind: work.actor.kind,
      actorId: actorId(work.actor),
      action: entry.action,
      subjectKind: entry.subject.kind,
      subjectId: entry.subject.id,
      detail: JSON.stringify(entry.detail),
    })
    .execute()
}

/** The id that names an actor in rows. */
export function actorId(actor: Actor): string | null {
  switch (actor.kind) {
    case 'owner':
      return actor.personId ?? actor.conversationId
    case 'staff':
      return actor.staffId
    case 'system':
      return actor.name
  }
}
