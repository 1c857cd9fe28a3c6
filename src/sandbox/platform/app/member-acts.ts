/** What a member does in WeCom: writes to an app, opens it, taps a card (wecom.md 2). */
import { queueAppCallback, seconds } from '../callback/deliveries.ts'
import type { XmlObject } from '../callback/xml.ts'
import { must } from '../control/wrong-input.ts'
import type { CorpApp } from '../corp.ts'
import type { JsonObject } from '../json.ts'
import { findCard, memberPhone, showBubble } from '../phones.ts'
import type { BubbleContent, MemberRow } from '../store/rows.ts'
import type { World } from '../world.ts'
import { cardQuestions } from './card-rules.ts'
import { newResponseCode } from './send.ts'

/** A message to the app; `fields` are the elements of its type. Answers its number on the phone. */
export function memberWrites(
  world: World,
  member: MemberRow,
  app: CorpApp,
  message: { readonly type: string; readonly fields: XmlObject; readonly bubble: BubbleContent },
): number {
  const msgid = newMsgId(world)
  queueAppCallback(world, app.agentId, {
    FromUserName: member.id,
    CreateTime: seconds(world),
    MsgType: message.type,
    ...message.fields,
    MsgId: msgid,
  })
  const content = message.bubble
  return showBubble(world, memberPhone(member), { from: 'member', msgid, content }).n
}

export function memberEnters(world: World, member: MemberRow, app: CorpApp): void {
  queueAppCallback(world, app.agentId, {
    FromUserName: member.id,
    CreateTime: seconds(world),
    MsgType: 'event',
    Event: 'enter_agent',
    EventKey: '',
  })
}

export interface Tap {
  readonly taskId: string
  readonly key: string
  readonly selections: Readonly<Record<string, readonly string[]>>
}

/**
 * A tap on a button. Buttons that have gone since may still be tapped, as on a phone that was off the
 * line; every tap brings its own response code.
 */
export function memberTaps(world: World, member: MemberRow, tap: Tap): void {
  const bubble = findCard(world.tables, member, tap)
  must(bubble?.content.type === 'card', `${member.name}没有任务号为 ${tap.taskId} 的卡片`)
  const { card, keys, agentId } = bubble.content
  must(keys.includes(tap.key), `卡片上没有按钮 ${tap.key}`)
  const selected = chosenOptions(card, tap.selections)
  const app = world.corp.apps.find((candidate) => candidate.agentId === agentId)
  must(app, '这张卡片的应用已经不在了')
  queueAppCallback(world, agentId, {
    FromUserName: member.id,
    CreateTime: seconds(world),
    MsgType: 'event',
    Event: isMenuKey(card, tap.key) ? 'template_card_menu_event' : 'template_card_event',
    EventKey: tap.key,
    TaskId: tap.taskId,
    CardType: String(card['card_type']),
    ResponseCode: newResponseCode(world, app, tap.taskId, [member.id]),
    SelectedItems: selected,
  })
}

/** What was chosen for each question, or stood chosen already. */
function chosenOptions(card: JsonObject, selections: Tap['selections']): XmlObject {
  const questions = cardQuestions(card)
  for (const key of Object.keys(selections)) {
    must(
      questions.some((question) => question.key === key),
      `卡片上没有问题 ${key}`,
    )
  }
  const items = questions.flatMap((question) => {
    const chosen = selections[question.key] ?? question.chosen
    must(question.shape === 'several' || chosen.length <= 1, `问题 ${question.key} 只能选一项`)
    for (const id of chosen) {
      must(
        question.options.some((option) => option.id === id),
        `问题 ${question.key} 没有选项 ${id}`,
      )
    }
    return chosen.length === 0
      ? []
      : [{ QuestionKey: question.key, OptionIds: { OptionId: chosen } }]
  })
  return items.length === 0 ? {} : { SelectedItem: items }
}

function isMenuKey(card: JsonObject, key: string): boolean {
  const menu = card['action_menu'] as JsonObject | undefined
  const actions = (menu?.['action_list'] ?? []) as readonly JsonObject[]
  return actions.some((action) => action['key'] === key)
}

/** Both shapes that are seen: a number too large for a double, and base64-like text (wecom.md 2). */
function newMsgId(world: World): string {
  if (world.random.fraction() < 0.5) return `CAIQ${world.random.id(26)}==`
  const digits = Math.floor(world.random.fraction() * 1e15)
  return `72${String(digits).padStart(17, '0')}`
}
