/** What an owner writes on the web page while somebody looks after them: it is passed on to that person's own chat. */
import { staffOfUser } from '../desk/staff/staff.ts'
import type { Work } from '../desk/work.ts'
import type { Heard } from '../dialogue/run/world.ts'
import type { Conversation } from './conversation.ts'
import { ownerInWords } from './owner-in-words.ts'
import type { Words } from './words.ts'

/** On other channels the platform shows the chat to its servicers; a page of our own has none. */
export async function passOn(
  words: Words,
  work: Work,
  { id, address }: Conversation,
  heard: readonly Heard[],
): Promise<void> {
  const text = heard.flatMap((one) => (one.kind === 'text' ? [one.text] : [])).join('\n')
  const [first] = heard
  if (address.channel !== 'web-chat' || !first || text === '') return
  const handoff = await work.tx
    .selectFrom('handoff')
    .select('takenBy')
    .where('conversationId', '=', id)
    .where('state', '=', 'accepted')
    .executeTakeFirst()
  if (!handoff?.takenBy) return
  const [member] = await staffOfUser(work.tx, address.corpId, handoff.takenBy)
  if (!member) return
  const { person } = await ownerInWords(work, words, id)
  await work.tell.staff(work, member.id, {
    words: 'conversation.web_said',
    values: { person, text },
    key: `web-said-${first.id}`,
    purpose: 'alert',
  })
}
