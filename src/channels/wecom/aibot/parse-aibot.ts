/** Turns what an AI bot receives into our own messages, the same in both modes (wecom.md 10.1; path/100719). */
import { z } from 'zod'
import type { Address, Incoming, IncomingContent, MediaKind } from '../../channel.ts'
import { legalText } from '../../legal-text.ts'
import { digestOf, incomingKey } from '../incoming-key.ts'
import { nameOfMessage } from '../message-names.ts'
import { GREYED_KEY } from './greyed-card.ts'

/** What came, and what is to be done with it. */
export type AibotDelivery =
  | { readonly kind: 'asked'; readonly incoming: readonly Incoming[]; readonly asked: Asked }
  /** The platform fetches what has been said so far. */
  | { readonly kind: 'poll'; readonly streamId: string }
  /** Somebody opened the chat: one greeting may go out within five seconds. */
  | { readonly kind: 'welcome' }
  | { readonly kind: 'clicked'; readonly incoming: readonly Incoming[] }
  /** Another connection has taken this one's place. */
  | { readonly kind: 'kicked' }
  | { readonly kind: 'ignored'; readonly what: string }

/** Where answers to a message may go. */
export interface Asked {
  readonly key: string
  readonly from: Address
  readonly responseUrl: string | null
}

export interface AibotContext {
  readonly corpId: string
  readonly botId: string
  readonly now: Date
  /** Makes a handle for the media loop out of an address and the key of the item, if it has one of its own. */
  readonly mediaId: (url: string, aesKey: string | undefined) => string
}

/** An id that no row can hold is none: keeping it would fail again at every delivery. */
const id = z
  .string()
  .min(1)
  .max(256)
  .refine((text) => legalText(text) === text)
const file = z.object({ url: z.url().max(4096), aeskey: z.string().max(256).optional() })
const words = z.object({ content: z.string() })
const part = z.object({ msgtype: z.string(), text: words.optional(), image: file.optional() })
const selections = z
  .object({
    selected_item: z
      .array(
        z.object({
          question_key: z.string(),
          option_ids: z.object({ option_id: z.array(z.string()).default([]) }).optional(),
        }),
      )
      .default([]),
  })
  .optional()
const bodySchema = z.object({
  msgid: id.optional(),
  aibotid: id.optional(),
  chatid: id.optional(),
  chattype: z.string().optional(),
  from: z.object({ userid: z.string().regex(/^[A-Za-z0-9_.@-]{1,64}$/) }).optional(),
  response_url: z.url().max(4096).optional(),
  create_time: z.number().int().positive().optional(),
  msgtype: z.string(),
  text: words.optional(),
  voice: words.optional(),
  image: file.optional(),
  file: file.optional(),
  video: file.optional(),
  mixed: z.object({ msg_item: z.array(part).max(50) }).optional(),
  stream: z.object({ id }).optional(),
  event: z
    .object({
      eventtype: z.string(),
      template_card_event: z
        .object({ event_key: z.string(), task_id: id, selected_items: selections })
        .optional(),
    })
    .optional(),
})
type Body = z.output<typeof bodySchema>

/**
 * | what comes | what it becomes |
 * |---|---|
 * | text, voice (already words) | text, without the mention of the bot |
 * | image, file, video | media |
 * | mixed | its texts as one text, its images as media |
 * | stream | poll |
 * | event enter_chat | welcome |
 * | event template_card_event | click |
 * | event disconnected_event | kicked |
 * | other events, other bots, no sender, no message id, a greyed button | ignored |
 * | other types | unreadable |
 *
 * `plaintext` is what was decrypted or came as a frame's body; `reqId` tells a click's answer in a long connection.
 */
export function parseAibot(plaintext: Buffer, context: AibotContext, reqId = ''): AibotDelivery {
  const body = bodyOf(plaintext)
  if (!body) return { kind: 'ignored', what: 'malformed' }
  if (body.aibotid !== undefined && body.aibotid !== context.botId) {
    return { kind: 'ignored', what: 'another bot' }
  }
  if (body.msgtype === 'stream' && body.stream) return { kind: 'poll', streamId: body.stream.id }
  if (body.msgtype === 'event') return eventOf(body, plaintext, context, reqId)
  const from = addressOf(body, context)
  if (!from || !body.msgid) return { kind: 'ignored', what: 'no sender' }
  const key = incomingKey('aibot', context.corpId, context.botId, body.msgid)
  const sentAt = sentAtOf(body, context.now)
  const contents = contentsOf(body, context)
  const incoming = contents.map((content, n) => ({
    key: n === 0 ? key : `${key}#${n}`,
    from,
    sentAt,
    content,
  }))
  const asked = { key, from, responseUrl: body.response_url ?? null }
  return { kind: 'asked', incoming, asked }
}

function bodyOf(plaintext: Buffer): Body | undefined {
  try {
    return bodySchema.safeParse(JSON.parse(plaintext.toString('utf8'))).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** In a group each member has a conversation of their own (channel.ts, `memberOf`). */
function addressOf(body: Body, { corpId, botId }: AibotContext): Address | undefined {
  if (!body.from) return undefined
  const { userid } = body.from
  const isGroup = body.chattype === 'group' || body.chatid !== undefined
  if (isGroup && body.chatid === undefined) return undefined
  const user = isGroup ? `${userid}/${body.chatid}` : userid
  return { corpId, channel: 'wecom-aibot', account: botId, user }
}

/** A clock of theirs that is far off ours would make every message stale. */
function sentAtOf({ create_time: seconds }: Body, now: Date): Date {
  return seconds === undefined ? now : new Date(Math.min(seconds * 1000, now.getTime()))
}

function contentsOf(body: Body, context: AibotContext): readonly IncomingContent[] {
  const { msgtype } = body
  const said = body.text ?? body.voice
  if ((msgtype === 'text' || msgtype === 'voice') && said) return [textOf(said.content)]
  if (msgtype === 'image' || msgtype === 'file' || msgtype === 'video') {
    const sent = body[msgtype]
    if (sent) return [mediaOf(msgtype, sent, context)]
  }
  if (msgtype === 'mixed' && body.mixed) return mixedOf(body.mixed.msg_item, context)
  return [{ kind: 'unreadable', what: nameOfMessage(msgtype) }]
}

function mixedOf(parts: readonly z.output<typeof part>[], context: AibotContext) {
  const text = parts.flatMap((one) => one.text?.content ?? []).join('\n')
  const images = parts.flatMap((one) => (one.image ? [mediaOf('image', one.image, context)] : []))
  const all = [...(text.trim() === '' ? [] : [textOf(text)]), ...images]
  return all.length > 0 ? all : [{ kind: 'unreadable', what: nameOfMessage('mixed') } as const]
}

function mediaOf(
  media: MediaKind,
  { url, aeskey }: z.output<typeof file>,
  { mediaId }: AibotContext,
): IncomingContent {
  return { kind: 'media', media, mediaId: mediaId(url, aeskey) }
}

/** In groups the bot is mentioned, and the mention stands in the words. */
function textOf(given: string): IncomingContent {
  const content = legalText(given)
  const text = content.replace(/^(?:\s*@\S+)+\s*/u, '').replace(/\s+@\S+\s*$/u, '')
  return { kind: 'text', text: text.trim() === '' ? content.trim() : text.trim() }
}

function eventOf(
  body: Body,
  plaintext: Buffer,
  context: AibotContext,
  reqId: string,
): AibotDelivery {
  const what = body.event?.eventtype ?? 'event'
  if (what === 'enter_chat') return { kind: 'welcome' }
  if (what === 'disconnected_event') return { kind: 'kicked' }
  const tap = body.event?.template_card_event
  const from = addressOf(body, context)
  if (what !== 'template_card_event' || !tap || !from) return { kind: 'ignored', what }
  if (tap.event_key === GREYED_KEY) return { kind: 'ignored', what: 'a greyed button' }
  const key = incomingKey('aibot', context.corpId, context.botId, body.msgid ?? digestOf(plaintext))
  const chosen = tap.selected_items?.selected_item ?? []
  const content: IncomingContent = {
    kind: 'click',
    taskId: tap.task_id,
    key: tap.event_key,
    selections: Object.fromEntries(
      chosen.map(({ question_key, option_ids }) => [question_key, option_ids?.option_id ?? []]),
    ),
    responseCode: reqId,
  }
  return {
    kind: 'clicked',
    incoming: [{ key, from, sentAt: sentAtOf(body, context.now), content }],
  }
}
