/** Changing a card that already is on a member's phone: greyed buttons, or another card in its place. */
import type { JsonObject } from '../json.ts'
import { changeBubble, findCard } from '../phones.ts'
import { Refused } from '../refused.ts'
import type { BubbleContent, MemberRow } from '../store/rows.ts'
import type { World } from '../world.ts'
import { cardKeys, checkCard } from './card-rules.ts'

type CardContent = Extract<BubbleContent, { type: 'card' }>

export interface CardOf {
  readonly agentId: number
  readonly taskId: string
}

/** Puts `words` in place of the card's buttons. Answers what is wrong, if anything is. */
export function closeCard(
  world: World,
  member: MemberRow,
  card: CardOf,
  words: string,
): string | undefined {
  const bubble = findCard(world.tables, member, card)
  if (bubble?.content.type !== 'card') return '这位员工没有这张卡片'
  changeBubble(world, bubble, { ...bubble.content, closed: words })
  return undefined
}

/** Puts another card in its place; `replace_text` greys its buttons. Answers what is wrong, if anything is. */
export function replaceCard(
  world: World,
  member: MemberRow,
  card: CardOf,
  replacement: JsonObject,
): string | undefined {
  const bubble = findCard(world.tables, member, card)
  if (bubble?.content.type !== 'card') return '这位员工没有这张卡片'
  try {
    checkCard(replacement, true)
  } catch (error) {
    if (error instanceof Refused) return `新的卡片不合格（错误码 ${error.code}）`
    throw error
  }
  changeBubble(world, bubble, newContent(bubble.content, replacement))
  return undefined
}

function newContent(before: CardContent, replacement: JsonObject): CardContent {
  const { closed: _, ...kept } = before
  const words = replacement['replace_text']
  return {
    ...kept,
    card: { ...replacement, task_id: before.card['task_id'] },
    keys: [...new Set([...before.keys, ...cardKeys(replacement)])],
    ...(typeof words === 'string' && words !== '' ? { closed: words } : {}),
  }
}
