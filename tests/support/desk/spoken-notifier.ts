/** A notifier that keeps what was told, and says it in the shipped words: a missing word or value fails at once. */
import { fileURLToPath } from 'node:url'
import { readWords, type Words } from '../../../src/conversation/words.ts'
import type { Notifier } from '../../../src/desk/work.ts'
import { type RecordingNotifier, recordingNotifier } from '../recording-notifier.ts'

export interface Speaker extends RecordingNotifier, Pick<Words, 'text'> {
  /** What owners, staff and the group read, oldest first: "业主 user：…", "卡片 name：title｜lines". */
  readonly read: string[]
}

const FLOWS = fileURLToPath(new URL('../../../flows', import.meta.url))

export async function spokenNotifier(): Promise<Speaker> {
  const words = await readWords(FLOWS)
  const recorded = recordingNotifier()
  const read: string[] = []
  const spoken: Notifier = {
    async owner(work, conversationId, note) {
      read.push(`业主 ${conversationId.split('/').at(-1)}：${words.text(note.words, note.values)}`)
      await recorded.owner(work, conversationId, note)
    },
    async staff(work, staffId, note) {
      read.push(`员工：${words.text(note.words, note.values)}`)
      await recorded.staff(work, staffId, note)
    },
    async photo(work, staffId, photo) {
      read.push('员工：〔照片〕')
      await recorded.photo(work, staffId, photo)
    },
    async card(work, staffId, note) {
      const card = words.card(note.card, note.values)
      const lines =
        card.kind === 'card'
          ? card.lines.map(({ label, value }) => `${label} ${value}`)
          : card.questions.flatMap(({ options }) => options.map(({ text }) => text))
      read.push(`卡片：${[card.title, card.description, ...lines].filter(Boolean).join('｜')}`)
      await recorded.card(work, staffId, note)
    },
    async closeCards(work, subject, note) {
      words.text(note.words, note.values)
      await recorded.closeCards(work, subject, note)
    },
    async robot(work, projectId, note) {
      read.push(`群：${words.text(note.words, note.values)}`)
      await recorded.robot(work, projectId, note)
    },
  }
  return { ...recorded, ...spoken, text: words.text, read }
}
