/** Conversations given to people when an owner or a flow asks for it (dialogue.md D17). */
import { z } from 'zod'
import type { Address } from '../channels/channel.ts'
import type { TimerHandler } from '../desk/action.ts'
import { openPause } from '../desk/pauses/bot-pause.ts'
import { openTask } from '../desk/tasks/open-task.ts'
import { cancelTask } from '../desk/tasks/take-task.ts'
import type { Work } from '../desk/work.ts'
import { endHandoff, handBack, setHandling, waitForPeople } from './handoff-record.ts'
import { reopenHandoff } from './reopen-handoff.ts'
import { visitorQuiet } from './visitor-quiet.ts'

export interface HandoffRequest {
  readonly to: Address
  readonly conversationId: string
  readonly projectId: string
  readonly queue: string
  readonly reason: string
  readonly summary: string
  /** Who it is, for the card: see owner-in-words.ts. */
  readonly person: string
  readonly phone: string
  readonly slaMs?: number
}

/** Asks people to take the conversation. While nobody has it the talk waits, `slaMs` at most. */
export async function requestHandoff(work: Work, request: HandoffRequest): Promise<void> {
  const { conversationId, projectId, to } = request
  const row = await work.tx
    .insertInto('handoff')
    .values({
      id: work.newId(),
      corpId: to.corpId,
      projectId,
      conversationId,
      queue: request.queue,
      reason: request.reason,
      summary: request.summary,
      state: 'requested',
      requestedAt: work.now,
    })
    .onConflict((conflict) =>
      conflict.column('conversationId').where('state', 'in', ['requested', 'accepted']).doNothing(),
    )
    .returning('id')
    .executeTakeFirst()
  if (!row) return
  await setHandling(work, conversationId, 'requested')
  await waitForPeople(work, row.id, request.slaMs)
  await openTask(work, {
    kind: 'handoff',
    key: `handoff-${row.id}`,
    corpId: to.corpId,
    projectId,
    role: 'agent',
    values: { summary: request.summary, person: request.person, phone: request.phone },
    subject: { kind: 'handoff', id: row.id },
    conversationId,
  })
}

/** Whether a hand-off has to wait for people however long it takes: there is no bot to give it back to. */
async function mustWait({ tx }: Work, handoffId: string): Promise<boolean> {
  const handoff = await tx
    .selectFrom('handoff')
    .select('projectId')
    .where('id', '=', handoffId)
    .executeTakeFirst()
  return handoff?.projectId ? (await openPause(tx, handoff.projectId)) !== undefined : false
}

/** Nobody came in time: the talk goes on by itself, the task stays open for a call. */
const handoffExpired: TimerHandler = async (work, timer) => {
  if (await mustWait(work, timer.key)) return waitForPeople(work, timer.key)
  const row = await endHandoff(work, timer.key, ['requested'], 'expired')
  if (row) await handBack(work, row, { reason: 'expired' })
}

/** Whoever had taken a chat works here no more: it waits for somebody else. */
const servicerLeft: TimerHandler = async (work, timer) => {
  const { corpId, userId } = leaver.parse(timer.payload)
  const chats = await work.tx
    .selectFrom('handoff')
    .select('conversationId')
    .where('corpId', '=', corpId)
    .where((where) => where.fn('lower', ['takenBy']), '=', userId.toLowerCase())
    .where('state', '=', 'accepted')
    .execute()
  for (const { conversationId } of chats) await reopenHandoff(work, conversationId)
}

const leaver = z.object({ corpId: z.string(), userId: z.string() })

export const handoffTimers: Readonly<Record<string, TimerHandler>> = {
  'conversation.servicer-left': servicerLeft,
  'conversation.handoff': handoffExpired,
  'conversation.visitor-quiet': visitorQuiet,
}

/**
 * The owner does not want to wait for people: the talk goes on, nobody is called.
 * @returns the id of the hand-off, or null when nobody was asked for
 */
export async function withdrawHandoff(work: Work, conversationId: string): Promise<string | null> {
  const open = await work.tx
    .selectFrom('handoff')
    .select('id')
    .where('conversationId', '=', conversationId)
    .where('state', '=', 'requested')
    .executeTakeFirst()
  const row = open && (await endHandoff(work, open.id, ['requested'], 'closed'))
  if (!row) return null
  await cancelTask(work, `handoff-${row.id}`)
  await setHandling(work, conversationId, 'bot')
  return row.id
}
