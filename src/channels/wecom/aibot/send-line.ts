/** The channel through an AI bot's long connection: into the answer of the last question, else by itself (wecom.md 10.2). */
import {
  type Channel,
  conversationIdOf,
  memberOf,
  type Outgoing,
  type Receipt,
  type Sending,
  SendRefused,
} from '../../channel.ts'
import { cardProblems } from '../card-problems.ts'
import { meaningOf } from '../error-classes.ts'
import { refusedHere } from '../send-refusal.ts'
import { bytesOf } from '../split.ts'
import { templateCardOf } from '../template-card.ts'
import { type AibotDraft, ANSWER_BYTES, aibotDraft } from './aibot-drafts.ts'
import { contentOf, OPEN_MS } from './answer-poll.ts'
import {
  type Exchange,
  type ExchangeDeps,
  isAnswering,
  latestExchange,
  updateExchange,
} from './exchanges.ts'
import { greyedCard } from './greyed-card.ts'
import type { LineClient } from './line-client.ts'
import { type FileDeps, openPicture } from './picture.ts'

export interface LineChannelDeps extends ExchangeDeps, FileDeps {
  /** Nothing while this process has no connection. */
  readonly client: () => LineClient | null
}

/**
 * A repeat of a piece of an answer says the same whole text again and is shown once. A repeat of a message of its
 * own after a time-out may be shown twice: nothing tells it from a new one.
 */
export function lineChannel(deps: LineChannelDeps): Channel {
  return {
    name: 'wecom-aibot',
    isHere: () => deps.client() !== null,
    async send(sending) {
      const card = cardOf(sending.message)
      const draft = card ? null : aibotDraft(sending.message)
      const picture = await pictureOf(deps, draft)
      const client = deps.client()
      if (!client) throw refusedHere('offline', 'the bot is not connected', 'transient')
      const chat = chatOf(sending.to)
      if (card) return taken(client.sendMessage(chat, card))
      if (picture) return sendPicture(client, chat, picture)
      if (await isGreyed(client, sending)) return {}
      return sendText(deps, client, {
        sending,
        chat,
        draft: draft as AibotDraft & { text: string },
      })
    },
  }
}

async function pictureOf(deps: FileDeps, draft: AibotDraft | null): Promise<Buffer | null> {
  return draft && 'fileId' in draft ? openPicture(deps, draft.fileId) : null
}

/** A group, or a member alone. */
function chatOf(to: Sending['to']): string {
  const { member, group } = memberOf(to)
  return group ?? member
}

/** A card that can be tapped; others are text. */
function cardOf(message: Outgoing) {
  if (message.kind !== 'card' || message.buttons.length === 0) return null
  const template_card = templateCardOf(message)
  const [problem] = cardProblems(template_card)
  if (problem)
    throw refusedHere(String(problem.code), `a card the platform would refuse: ${problem.field}`)
  return { msgtype: 'template_card', template_card } as Parameters<LineClient['sendMessage']>[1]
}

/**
 * The answer to a tap takes the buttons away, once and within five seconds (wecom.md 10.1); false when it is no such
 * answer, or too late for one: then the words go by themselves.
 */
async function isGreyed(client: LineClient, { message, repeated }: Sending): Promise<boolean> {
  if (message.kind !== 'card-close' || message.responseCode === '' || repeated) return false
  const headers = { headers: { req_id: message.responseCode } }
  try {
    await taken(client.updateTemplateCard(headers, greyedCard(message)))
    return true
  } catch (error) {
    // Not asked for any more; a line that is gone or an answer that is missing is dealt with as for every message.
    if (error instanceof SendRefused && error.refusal !== 'transient') return false
    throw error
  }
}

async function sendPicture(client: LineClient, chat: string, bytes: Buffer): Promise<Receipt> {
  const upload = client.uploadMedia(bytes, { type: 'image', filename: 'photo.jpg' })
  // Nothing is shown before it is uploaded.
  const { media_id } = await upload.catch((error: unknown) => {
    const failure = failureOf(error)
    throw failure instanceof SendRefused
      ? failure
      : refusedHere('upload', 'the picture was not taken', 'transient')
  })
  return taken(client.sendMediaMessage(chat, 'image', media_id))
}

async function sendText(
  deps: LineChannelDeps,
  client: LineClient,
  { sending, chat, draft }: { sending: Sending; chat: string; draft: { readonly text: string } },
): Promise<Receipt> {
  const answer = await placeIn(deps, sending, draft)
  if (answer === 'sent-before') return { alreadySent: true }
  if (answer) {
    const { exchange, said } = answer
    const keys = said.map(({ key }) => key)
    const finish = !(await isAnswering(deps.db, exchange, keys))
    const headers = { headers: { req_id: exchange.reqId ?? '' } }
    try {
      await taken(client.replyStream(headers, exchange.id, contentOf(said), finish))
      await updateExchange(deps, deps.db, exchange.id, { shown: said.length, isOpen: !finish })
      return { platformId: exchange.id }
    } catch (error) {
      // The answer is over there, or its connection is: the message goes by itself.
      if (!(error instanceof SendRefused && error.refusal === 'expired')) throw error
      await updateExchange(deps, deps.db, exchange.id, { said: exchange.said, isOpen: false })
    }
  }
  return taken(client.sendMessage(chat, { msgtype: 'markdown', markdown: { content: draft.text } }))
}

function placeIn(deps: LineChannelDeps, { key, to }: Sending, draft: { readonly text: string }) {
  return deps.db.transaction().execute(async (tx) => {
    const exchange = await latestExchange(deps, tx, conversationIdOf(to))
    if (!exchange) return null
    const before = exchange.said.findIndex((one) => one.key === key)
    if (before !== -1 && before < exchange.shown) return 'sent-before'
    const said = before === -1 ? [...exchange.said, { key, ...draft }] : exchange.said
    if (!isOpen(deps, exchange) || bytesOf(contentOf(said)) > ANSWER_BYTES) return null
    await updateExchange(deps, tx, exchange.id, { said })
    return { exchange, said }
  })
}

function isOpen({ clock }: LineChannelDeps, { isOpen: is, reqId, createdAt }: Exchange): boolean {
  return is && reqId !== null && clock.now().getTime() - createdAt.getTime() < OPEN_MS
}

async function taken(ack: Promise<unknown>): Promise<Receipt> {
  await ack.catch((error: unknown) => {
    throw failureOf(error)
  })
  return {}
}

/** A frame with an errcode is a no; a frame that never left has not arrived; all else is unknown. */
function failureOf(error: unknown): unknown {
  const code = (error as { errcode?: unknown } | null)?.errcode
  if (typeof code === 'number') {
    const { refusal, retryAfterMs } = meaningOf(code)
    return new SendRefused(refusal, String(code), `the bot was refused: ${code}`, retryAfterMs)
  }
  const words = error instanceof Error ? error.message : 'unknown'
  return /^WebSocket not connected/.test(words)
    ? refusedHere('offline', 'the bot is not connected', 'transient')
    : new Error(`the bot’s message was not answered: ${words.slice(0, 120)}`)
}
