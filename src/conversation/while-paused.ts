/** While the bot of a project is paused people answer its owners: the talk hears danger, and what is not said by anybody. */
import type { TimerHandler } from '../desk/action.ts'
import { openPause } from '../desk/pauses/bot-pause.ts'
import { excerpt } from '../desk/tickets/clean-text.ts'
import type { Work } from '../desk/work.ts'
import type { FlowSet } from '../dialogue/files/flow-set.ts'
import type { Heard } from '../dialogue/run/world.ts'
import { putOutgoing } from '../outbox/put.ts'
import type { Conversation } from './conversation.ts'
import { endHandoff, handBack } from './handoff-record.ts'
import { requestHandoff } from './handoffs.ts'
import { ownerInWords } from './owner-in-words.ts'
import type { Words } from './words.ts'

/** Why people have a conversation nobody asked them to take. */
const REASON = 'bot_paused'
/** Of what an owner writes, as a card shows it at a glance. */
const SUMMARY_CHARS = 200
/** What happens to a conversation without the owner doing anything. */
const NOT_SAID: readonly Heard['kind'][] = ['timer', 'event', 'result', 'handed-back']

export interface PausedTurn {
  readonly turnId: string
  readonly projectId: string
  readonly heard: readonly Heard[]
  /** A single-use code of the platform: the notice goes out by it. */
  readonly code: string | null
}

/**
 * Asks people to take the conversation and says so, once: from then on it is theirs.
 * @returns what of it the talk may hear
 */
export async function whilePaused(
  { flows, words }: { readonly flows: FlowSet; readonly words: Words },
  work: Work,
  conversation: Conversation,
  { turnId, projectId, heard, code }: PausedTurn,
): Promise<readonly Heard[]> {
  const said = heard.filter(({ kind }) => !NOT_SAID.includes(kind))
  const dangers = said.filter((one) => one.kind === 'text' && flows.isHazard(one.text))
  // Danger is answered by the alarm itself, which calls people too.
  if (said.length > dangers.length) {
    const isOnlyThere = said.every(({ kind }) => kind === 'enter')
    if (!isOnlyThere) await askPeople(work, words, conversation, { projectId, said })
    const text = words.text(isOnlyThere ? 'pauses.owner_enters' : 'pauses.owner', {
      phone: await phoneOf(work, projectId),
    })
    await putOutgoing(work, {
      key: `turn-${turnId}-paused`,
      to: conversation.address,
      message: { kind: 'text', text },
      purpose: 'reply',
      projectId,
      ...(code !== null && { code }),
    })
  }
  return heard.filter((one) => NOT_SAID.includes(one.kind) || dangers.includes(one))
}

async function askPeople(
  work: Work,
  words: Words,
  { id, address }: Conversation,
  { projectId, said }: { readonly projectId: string; readonly said: readonly Heard[] },
): Promise<void> {
  const texts = said.flatMap((one) => (one.kind === 'text' ? [one.text] : []))
  const files = said.filter(({ kind }) => kind === 'media').length
  const sent = files > 0 ? [words.text('pauses.sent', { count: files })] : []
  await requestHandoff(work, {
    ...(await ownerInWords(work, words, id)),
    queue: 'service',
    reason: REASON,
    summary: excerpt([...texts, ...sent].join('；'), SUMMARY_CHARS),
    to: address,
    conversationId: id,
    projectId,
  })
}

async function phoneOf({ tx }: Work, projectId: string): Promise<string> {
  const project = await tx
    .selectFrom('project')
    .select('servicePhone')
    .where('id', '=', projectId)
    .executeTakeFirstOrThrow()
  return project.servicePhone ?? ''
}

/** The bot answers again. Those nobody took hear it, and stay a task; whoever has taken one keeps it. */
export const botResumed: TimerHandler = async (work, timer) => {
  if (await openPause(work.tx, timer.key)) return
  const waiting = await work.tx
    .selectFrom('handoff')
    .select('id')
    .where('projectId', '=', timer.key)
    .where('reason', '=', REASON)
    .where('state', '=', 'requested')
    .orderBy('requestedAt')
    .execute()
  for (const { id } of waiting) {
    const ended = await endHandoff(work, id, ['requested'], 'expired')
    if (ended) await handBack(work, ended, { reason: 'expired' })
  }
}
