/** What members write to visitors of the web page they look after: 回复 …, and 结束接待. */
import { isStaffChannel } from '../channels/channel.ts'
import type { Work } from '../desk/work.ts'
import type { Heard } from '../dialogue/run/world.ts'
import { putOutgoing } from '../outbox/put.ts'
import { addressOfConversation } from './address-of-conversation.ts'
import type { Conversation } from './conversation.ts'
import { isInGroup } from './group-talk.ts'
import { ownerInWords } from './owner-in-words.ts'
import { type ForVisitor, readForVisitor } from './read-for-visitor.ts'
import type { Speaker } from './speaker.ts'
import {
  endServing,
  type ServedVisitor,
  servedLately,
  visitorsServedBy,
} from './visitors-served.ts'
import type { Words } from './words.ts'

interface Hearing {
  readonly conversation: Conversation
  readonly speaker: Speaker
  readonly heard: readonly Heard[]
}

/**
 * Only what says that it is for a visitor goes to one: a word to the desk must never end on a page. Photos sent
 * together with an answer go with it.
 * @returns the ids of what was meant for visitors: the talk does not hear it
 */
export async function answerVisitors(
  words: Words,
  work: Work,
  { conversation, speaker, heard }: Hearing,
): Promise<ReadonlySet<string>> {
  const meant = new Set<string>()
  const { address } = conversation
  if (!isStaffChannel(address.channel) || isInGroup(conversation)) return meant
  const desk = { words, work, conversation, name: speaker.user.name ?? '' }
  let answered: ServedVisitor | undefined
  for (const one of heard) {
    const taken = await take(desk, one, answered)
    if (!taken) continue
    meant.add(one.id)
    answered = taken.visitor
  }
  return meant
}

/** @returns nothing when it is none for a visitor; otherwise whom it went to */
async function take(
  desk: Desk,
  one: Heard,
  answered: ServedVisitor | undefined,
): Promise<{ readonly visitor: ServedVisitor | undefined } | undefined> {
  const { work, words } = desk
  if (one.kind === 'media' && one.media === 'image' && answered) {
    await sendPhoto(work, answered, one)
    return { visitor: answered }
  }
  const said = one.kind === 'text' ? readForVisitor(words, one.text) : null
  if (!said) return undefined
  const { corpId, user: userId } = desk.conversation.address
  const member = { corpId, userId }
  const served = await visitorsServedBy(work.tx, member)
  // Nobody is or was looked after: 回复 is a word like others.
  if (served.length === 0 && !(await servedLately(work, member))) return undefined
  return { visitor: await carryOut(desk, one.id, { said, served }) }
}

interface Desk {
  readonly words: Words
  readonly work: Work
  readonly conversation: Conversation
  readonly name: string
}

/** @returns the visitor who was answered */
async function carryOut(
  desk: Desk,
  id: string,
  { said, served }: { readonly said: ForVisitor; readonly served: readonly ServedVisitor[] },
): Promise<ServedVisitor | undefined> {
  const [first] = served
  if (!first) return void (await tell(desk, id, 'web_over', {}))
  const only = served.length === 1 ? first : undefined
  const visitor = said.number === null ? only : served.find(({ number }) => number === said.number)
  if (!visitor)
    return void (await tell(desk, id, 'web_which', { visitors: await named(desk, served) }))
  const { person } = await ownerInWords(desk.work, desk.words, visitor.conversationId)
  if (said.kind === 'end') {
    await endServing(desk.work, visitor.id)
    return void (await tell(desk, id, 'web_ended', { person }))
  }
  await putOutgoing(desk.work, {
    key: `web-answer-${id}`,
    to: await addressOfConversation(desk.work.tx, visitor.conversationId),
    message: {
      kind: 'text',
      text: desk.words.text('conversation.web_answer', { name: desk.name, text: said.text }),
    },
    purpose: 'reply',
  })
  await tell(desk, id, 'web_answered', { person })
  return visitor
}

async function sendPhoto(
  work: Work,
  { conversationId }: ServedVisitor,
  { id, fileId }: Extract<Heard, { kind: 'media' }>,
): Promise<void> {
  const to = await addressOfConversation(work.tx, conversationId)
  const message = { kind: 'image' as const, fileId }
  await putOutgoing(work, { key: `web-answer-${id}`, to, message, purpose: 'reply' })
}

async function named({ work, words }: Desk, served: readonly ServedVisitor[]) {
  const visitors = []
  for (const { number, conversationId } of served) {
    const { person } = await ownerInWords(work, words, conversationId)
    visitors.push({ number, person })
  }
  return visitors
}

async function tell(
  { work, words, conversation }: Desk,
  id: string,
  name: string,
  values: Readonly<Record<string, unknown>>,
): Promise<void> {
  await putOutgoing(work, {
    key: `web-noted-${id}`,
    to: conversation.address,
    message: { kind: 'text', text: words.text(`conversation.${name}`, values) },
    purpose: 'reply',
  })
}
