/** What an owner must know now, and the platform would not take: a steward is asked to tell it, in the same words. */
import { openTask } from '../desk/tasks/open-task.ts'
import type { Note, Work } from '../desk/work.ts'
import { addressOfConversation } from './address-of-conversation.ts'
import { ownerInWords } from './owner-in-words.ts'
import { projectServed } from './project-served.ts'
import type { Words } from './words.ts'

/** Once per note. */
export async function tellByHand(
  work: Work,
  words: Words,
  conversationId: string,
  note: Note,
): Promise<void> {
  const to = await addressOfConversation(work.tx, conversationId)
  const projectId = await projectServed(work.tx, to)
  if (!projectId) return
  const { subject, buildingCode } = note.inTime ?? {}
  await openTask(work, {
    kind: 'unreached',
    key: `by-hand-${note.key}`,
    corpId: to.corpId,
    projectId,
    role: 'steward',
    ...(subject ? { subject } : {}),
    ...(buildingCode ? { buildingCode } : {}),
    values: {
      ...(await ownerInWords(work, words, conversationId)),
      text: words.text(note.words, note.values),
      reason: 'window',
    },
    conversationId,
  })
}
