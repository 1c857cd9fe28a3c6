/** While people have the chat the talk is silent, but for danger and for owners who do not want to wait. */
import type { Work } from '../desk/work.ts'
import type { FlowSet } from '../dialogue/files/flow-set.ts'
import type { Heard } from '../dialogue/run/world.ts'
import { putOutgoing } from '../outbox/put.ts'
import type { Conversation } from './conversation.ts'
import { withdrawHandoff } from './handoffs.ts'
import type { Words } from './words.ts'

/** The words that take a conversation back from the queue for people. */
const BACK = ['cancel', 'back', 'resume', 'menu'] as const

export async function whileWithPeople(
  {
    flows,
    words,
    isPaused,
  }: { readonly flows: FlowSet; readonly words: Words; readonly isPaused: boolean },
  work: Work,
  conversation: Conversation,
  heard: readonly Heard[],
): Promise<readonly Heard[]> {
  const isBack = heard.some((one) => one.kind === 'handed-back')
  if (isBack) return heard
  const takesBack = (one: Heard) => isOneOf(flows, BACK, one)
  // A bot that is paused has nothing to go on with.
  if (conversation.handling === 'requested' && !isPaused && heard.some(takesBack)) {
    await takeBack(work, words, conversation)
    const handedBack: Heard = {
      id: heard[0]?.id ?? '',
      at: work.now,
      kind: 'handed-back',
      reason: 'closed',
    }
    // 菜单 also says what is wanted instead.
    const rest = heard.filter((one) => !takesBack(one) || isOneOf(flows, ['menu'], one))
    return [handedBack, ...rest]
  }
  return heard.filter((one) => one.kind === 'text' && flows.isHazard(one.text))
}

async function takeBack(work: Work, words: Words, { id, address }: Conversation): Promise<void> {
  const handoffId = await withdrawHandoff(work, id)
  if (handoffId === null) return
  const text = words.text('conversation.handoff_withdrawn', {})
  await putOutgoing(work, {
    key: `handoff-${handoffId}-withdrawn`,
    to: address,
    message: { kind: 'text', text },
    purpose: 'reply',
  })
}

function isOneOf(flows: FlowSet, names: readonly (typeof BACK)[number][], heard: Heard): boolean {
  if (heard.kind !== 'text') return false
  const text = heard.text.trim()
  return names.some((name) => flows.bot.words[name].includes(text))
}
