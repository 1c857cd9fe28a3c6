/** The row of a conversation given to people, and who answers in the meantime. */
import type { Work } from '../desk/work.ts'
import { keepOwn } from '../inbox/keep.ts'
import { cancelTimer, setTimer } from '../timers/timers.ts'

/** bot: the talk answers; requested: it waits for people; human: people have it. */
export type Handling = 'bot' | 'requested' | 'human'

export interface Handoff {
  readonly id: string
  readonly corpId: string
  readonly conversationId: string
}

/** Until then somebody should have come: as long as the flow says, or as rules/tasks.yaml has it. */
export async function waitForPeople(
  work: Work,
  id: string,
  waitMs = work.rules.tasks.due_minutes.handoff * 60_000,
): Promise<void> {
  const dueAt = new Date(work.now.getTime() + waitMs)
  await setTimer(work, { name: 'conversation.handoff', key: id, dueAt, payload: {} })
}

/** Ends an open hand-off once; undefined when it was not in one of these states. */
export async function endHandoff(
  work: Work,
  id: string,
  from: readonly string[],
  state: 'closed' | 'expired',
): Promise<Handoff | undefined> {
  await cancelTimer(work.tx, 'conversation.handoff', id)
  return work.tx
    .updateTable('handoff')
    .set({ state, endedAt: work.now })
    .where('id', '=', id)
    .where('state', 'in', [...from])
    .returning(['id', 'corpId', 'conversationId'])
    .executeTakeFirst()
}

export interface HandedBack {
  readonly reason: 'closed' | 'expired'
  /** A single-use code of the platform for the message that says so. */
  readonly code?: string | undefined
}

/** The talk answers again, and hears that it does. */
export async function handBack(
  work: Work,
  handoff: Handoff,
  { reason, code }: HandedBack,
): Promise<void> {
  await setHandling(work, handoff.conversationId, 'bot')
  await keepOwn(work, {
    conversationId: handoff.conversationId,
    corpId: handoff.corpId,
    key: `handed-back/${handoff.id}`,
    kind: 'handed-back',
    content: { reason, ...(code && { welcomeCode: code }) },
  })
}

export async function setHandling(
  work: Pick<Work, 'tx'>,
  conversationId: string,
  handling: Handling,
): Promise<void> {
  await work.tx
    .updateTable('conversation')
    .set({ handling })
    .where('id', '=', conversationId)
    .execute()
}
