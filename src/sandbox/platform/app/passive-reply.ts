/** What the desk answers a callback with at once: a message, or a card greyed for the one who tapped it. */
import { openReply } from '../callback/envelope.ts'
import { parseXml } from '../callback/xml.ts'
import type { CorpApp } from '../corp.ts'
import { byteLength } from '../fields.ts'
import type { JsonObject } from '../json.ts'
import { findMember, memberPhone, showBubble } from '../phones.ts'
import { noteProblem } from '../problems.ts'
import type { DeliveryRow, MemberRow } from '../store/rows.ts'
import type { World } from '../world.ts'
import { closeCard, replaceCard } from './card-update.ts'
import { cardFromXml } from './card-xml.ts'
import { messageText } from './message-types.ts'

export interface PassiveReply {
  readonly app: CorpApp
  readonly delivery: DeliveryRow
  readonly body: string
}

/** Does what the reply says. A reply the platform cannot use is thrown away, as it would be, and noted. */
export function takePassiveReply(world: World, reply: PassiveReply): void {
  const wrong = apply(world, reply)
  if (wrong !== undefined) noteProblem(world, `passive reply: ${wrong}`)
}

function apply(world: World, { app, delivery, body }: PassiveReply): string | undefined {
  if (body.trim() === 'success') return undefined
  if (delivery.kind === 'kf') return 'a 微信客服 ping takes no reply'
  const opened = openReply(world.corp, app, body)
  if ('wrong' in opened) return opened.wrong
  const inner = parseXml(opened.plaintext)
  const asked = parseXml(delivery.xml)
  if (!inner || !asked) return 'the decrypted reply is not XML'
  const member = findMember(world.tables, textOf(inner, 'ToUserName'))
  if (!member || member.id !== textOf(asked, 'FromUserName')) {
    return 'the reply is not for the member who wrote'
  }
  return applyTo(world, { app, member, inner, asked })
}

/** Taps on a card's buttons and in its menu both take a card as their answer (wecom.md 1.8). */
const CARD_TAPS = ['template_card_event', 'template_card_menu_event']

interface Opened {
  readonly app: CorpApp
  readonly member: MemberRow
  readonly inner: JsonObject
  /** What the desk was told. */
  readonly asked: JsonObject
}

function applyTo(world: World, { app, member, inner, asked }: Opened): string | undefined {
  const type = textOf(inner, 'MsgType')
  if (type === 'text') {
    const content = textOf(inner, 'Content')
    if (byteLength(content) === 0) return 'the text is empty'
    const text = messageText(content)
    const msgid = world.random.id(24)
    showBubble(world, memberPhone(member), { from: 'desk', msgid, content: { type: 'text', text } })
    return undefined
  }
  const card = { agentId: app.agentId, taskId: textOf(asked, 'TaskId') }
  if (!['update_button', 'update_template_card'].includes(type)) {
    return `the platform does not know the reply type ${type}`
  }
  if (!CARD_TAPS.includes(textOf(asked, 'Event'))) return 'only a card tap can update a card'
  if (type === 'update_button') return updateButton(world, member, card, inner)
  const replaced = cardFromXml(inner)
  return replaced
    ? replaceCard(world, member, card, replaced)
    : 'the card in the reply is not complete'
}

function updateButton(
  world: World,
  member: MemberRow,
  card: { readonly agentId: number; readonly taskId: string },
  inner: JsonObject,
): string | undefined {
  const button = inner['Button']
  const name =
    typeof button === 'object' && button !== null && !Array.isArray(button)
      ? textOf(button as JsonObject, 'ReplaceName')
      : ''
  if (name === '') return 'ReplaceName is missing'
  return closeCard(world, member, card, name)
}

function textOf(node: JsonObject, name: string): string {
  const value = node[name]
  return typeof value === 'string' ? value : ''
}
