/** While people have the chat the talk is silent, but for danger and for owners who do not want to wait. */
import type { Work } from '../desk/work.ts'
import type { FlowSet } from '../dialogue/files/flow-set.ts'
import type { Heard } from '../dialogue/run/world.ts'
import type { Conversation } from './conversation.ts'
import { withdrawHandoff } from './handoffs.ts'

/** The words that take a conversation back from the queue for people. */
const BACK = ['cancel', 'back', 'menu', 'resume'] as const

export async function whileWithPeople(
  flows: FlowSet,
  work: Work,
  conversation: Conversation,
  heard: readonly Heard[],
): Promise<readonly Heard[]> {
  const isBack = heard.some((one) => one.kind === 'handed-back')
  if (isBack) return heard
  const takesBack = (one: Heard) => one.kind === 'text' && isBackWord(flows, one.text)
  if (conversation.handling === 'requested' && heard.some(takesBack)) {
    await withdrawHandoff(work, conversation.id)
    const handedBack: Heard = {
      id: heard[0]?.id ?? '',
      at: work.now,
      kind: 'handed-back',
      reason: 'closed',
    }
    return [handedBack, ...heard.filter((one) => !takesBack(one))]
  }
  return heard.filter((one) => one.kind === 'text' && flows.isHazard(one.text))
}

function isBackWord(flows: FlowSet, text: string): boolean {
  return BACK.some((word) => flows.bot.words[word].includes(text.trim()))
}
