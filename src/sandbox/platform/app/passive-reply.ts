/** What the desk answers a callback with at once: a message, or a card greyed for the one who tapped it. */
import { openReply } from '../callback/envelope.ts'
import { parseXml } from '../callback/xml.ts'
import type { CorpApp } from '../corp.ts'
import type { JsonObject } from '../json.ts'
import { findMember, memberPhone, showBubble } from '../phones.ts'
import { noteProblem } from '../problems.ts'
import { Refused } from '../refused.ts'
import type { DeliveryRow, MemberRow } from '../store/rows.ts'
import type { World } from '../world.ts'
import { closeCard, replaceCard } from './card-update.ts'
import { cardFromXml } from './card-xml.ts'
import { isMessage, replyContent } from './reply-content.ts'

export interface PassiveReply {
  readonly app: CorpApp
  readonly delivery: DeliveryRow
  readonly body: string
}

/** Does what the reply says. A reply the platform cannot use is thrown away, as it would be, and noted. */
export function takePassiveReply(world: World, reply: PassiveReply): void {
  const wrong = apply(world, reply)
  if (wrong !== undefined) noteProblem(world, `被动回复没有生效：${wrong}`)
}

function apply(world: World, { app, delivery, body }: PassiveReply): string | undefined {
  if (body.trim() === 'success') return undefined
  if (delivery.kind === 'kf') return '微信客服的通知不接受回复'
  const opened = openReply(world.corp, app, body)
  if ('wrong' in opened) return opened.wrong
  const inner = parseXml(opened.plaintext)
  const asked = parseXml(delivery.xml)
  if (!inner || !asked) return '解密后的回复不是 XML'
  const member = findMember(world.tables, textOf(inner, 'ToUserName'))
  if (!member || member.id !== textOf(asked, 'FromUserName')) {
    return '回复不是给这位员工的'
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
  if (isMessage(type)) return showReply(world, { app, member, type, inner })
  const card = { agentId: app.agentId, taskId: textOf(asked, 'TaskId') }
  if (!['update_button', 'update_template_card'].includes(type)) {
    return `平台没有 ${type} 这种回复`
  }
  if (!CARD_TAPS.includes(textOf(asked, 'Event'))) return '只有点击卡片的回复才能更新卡片'
  if (type === 'update_button') return updateButton(world, member, card, inner)
  const replaced = cardFromXml(inner)
  return replaced ? replaceCard(world, member, card, replaced) : '回复里没有完整的卡片'
}

/** A message of the reply on the phone, or the code it is refused with. */
function showReply(
  world: World,
  reply: Pick<Opened, 'app' | 'member' | 'inner'> & { readonly type: string },
): string | undefined {
  const { app, member, type, inner } = reply
  try {
    const content = replyContent(world, app.agentId, type, inner)
    showBubble(world, memberPhone(member), { from: 'desk', msgid: world.random.id(24), content })
    return undefined
  } catch (error) {
    if (error instanceof Refused) return `回复的内容不合格（错误码 ${error.code}）`
    throw error
  }
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
  if (name === '') return '没有填写 ReplaceName'
  return closeCard(world, member, card, name)
}

function textOf(node: JsonObject, name: string): string {
  const value = node[name]
  return typeof value === 'string' ? value : ''
}
