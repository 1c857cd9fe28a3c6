/** What an owner says on the web page while somebody looks after them: it is passed on to that person's own chat. */
import { type StaffMember, staffOfUser } from '../desk/staff/staff.ts'
import type { Work } from '../desk/work.ts'
import type { Conversation } from './conversation.ts'
import { ownerInWords } from './owner-in-words.ts'
import { servedIn } from './visitors-served.ts'
import type { Words } from './words.ts'

/** Something said: only words and photos are passed on, a page sends nothing else. */
interface Said {
  readonly id: string
  readonly kind: string
  readonly text?: string
  readonly fileId?: string
}

/** On other channels the platform shows the chat to its servicers; a page of our own has none. */
export async function passOn(
  words: Words,
  work: Work,
  { id, address }: Conversation,
  said: readonly Said[],
): Promise<void> {
  if (address.channel !== 'web-chat') return
  const served = await servedIn(work.tx, id)
  if (!served?.takenBy) return
  const [member] = await staffOfUser(work.tx, address.corpId, served.takenBy)
  if (!member) return
  const { person } = await ownerInWords(work, words, id)
  await passOnTo(work, { member, person, number: served.replyNumber }, said)
}

interface Receiver {
  readonly member: StaffMember
  readonly number: number | null
  readonly person: string
}

/** One message with the words and the number of photos, then the photos. Nothing when there are neither. */
export async function passOnTo(
  work: Work,
  { member, number, person }: Receiver,
  said: readonly Said[],
): Promise<void> {
  const text = said.flatMap((one) => (one.kind === 'text' ? [one.text] : [])).join('\n')
  const photos = said.flatMap((one) => (one.kind === 'media' && one.fileId ? [one.fileId] : []))
  const [first] = said
  if (!first || (text === '' && photos.length === 0)) return
  await work.tell.staff(work, member.id, {
    words: 'conversation.web_said',
    values: { number, person, text, photos: photos.length },
    key: `web-said-${first.id}-${member.id}`,
    purpose: 'alert',
  })
  for (const fileId of photos) {
    await work.tell.photo(work, member.id, { fileId, key: `web-photo-${fileId}-${member.id}` })
  }
}
