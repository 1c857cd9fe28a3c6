/** What the person behind a chat is called in the register. */
import type { Work } from '../work.ts'

/** Null for staff, and for chats nobody is bound to. */
export async function nameOfSpeaker(work: Work): Promise<string | null> {
  const personId = work.actor.kind === 'owner' ? work.actor.personId : null
  if (personId === null) return null
  const person = await work.tx
    .selectFrom('person')
    .select('name')
    .where('id', '=', personId)
    .executeTakeFirst()
  return person?.name ?? null
}
