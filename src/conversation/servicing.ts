/** Mirrors what the platform's own servicers do with a chat (wecom.md 3.3, session_status_change). */
import { cancelTask } from '../desk/tasks/take-task.ts'
import type { Work } from '../desk/work.ts'
import { setServiceState } from '../outbox/budget.ts'
import { cancelTimer } from '../timers/timers.ts'
import { endHandoff, handBack, setHandling } from './handoff-record.ts'

export interface Servicing {
  readonly change: 'taken' | 'transferred' | 'ended' | 'reopened'
  readonly servicer?: string
  /** Lets one message out although the chat has ended (wecom.md 3.5). */
  readonly code?: string
}

/** The platform tells that a servicer took, passed on or ended a chat (wecom.md 3.3). */
export async function mirrorServicing(
  work: Work,
  conversation: { readonly id: string; readonly corpId: string },
  { change, servicer, code }: Servicing,
): Promise<void> {
  const open = await work.tx
    .selectFrom('handoff')
    .select(['id', 'corpId', 'conversationId'])
    .where('conversationId', '=', conversation.id)
    .where('state', 'in', ['requested', 'accepted'])
    .executeTakeFirst()
  if (change === 'ended') {
    await setServiceState(work, conversation.id, 4)
    const ended = open && (await endHandoff(work, open.id, ['requested', 'accepted'], 'closed'))
    if (open) await cancelTask(work, `handoff-${open.id}`)
    if (ended) await handBack(work, ended, { reason: 'closed', code })
    else await setHandling(work, conversation.id, 'bot')
    return
  }
  await setServiceState(work, conversation.id, 3)
  await setHandling(work, conversation.id, 'human')
  if (!open) return
  await cancelTimer(work.tx, 'conversation.handoff', open.id)
  await work.tx
    .updateTable('handoff')
    .set({ state: 'accepted', takenBy: servicer ?? null, acceptedAt: work.now })
    .where('id', '=', open.id)
    .execute()
}
