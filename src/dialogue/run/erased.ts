/** What is left of a session when a person's talk is erased (dialogue.md D14). */
import { emptySession, type Session } from './session.ts'

/** What the desk has promised itself to ask, and what it has asked already, so that it asks once. */
export function withoutTalk({ pending, keys }: Session): Session {
  return { ...emptySession(), pending, keys }
}
