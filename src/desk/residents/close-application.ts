/** Ends an application that needs no decision any more: bound by code meanwhile, or waited too long. */
import { cancelTimer } from '../../timers/timers.ts'
import { cancelTask } from '../tasks/take-task.ts'
import type { Work } from '../work.ts'
import type { ChatAccount } from './account.ts'

/** The task of an application. */
export function taskKey(bindingId: string): string {
  return `decide-binding-${bindingId}`
}

/** The account's waiting application for a room, if any, becomes EXPIRED; call it under `lockAccount`. */
export async function withdrawApplication(
  work: Work,
  account: ChatAccount,
  roomId: string,
): Promise<void> {
  const waiting = await work.tx
    .updateTable('binding')
    .set({ status: 'EXPIRED', decidedAt: work.now })
    .where('corpId', '=', account.corpId)
    .where('channel', '=', account.channel)
    .where('externalUserId', '=', account.userId)
    .where('roomId', '=', roomId)
    .where('status', '=', 'PENDING')
    .returning('id')
    .execute()
  for (const { id } of waiting) {
    await cancelTimer(work.tx, 'residents.application-over', id)
    await cancelTask(work, taskKey(id))
  }
}

/** Nobody decided in time: true when it was still waiting. */
export async function expireApplication(work: Work, bindingId: string): Promise<boolean> {
  const expired = await work.tx
    .updateTable('binding')
    .set({ status: 'EXPIRED', decidedAt: work.now })
    .where('id', '=', bindingId)
    .where('status', '=', 'PENDING')
    .returning('id')
    .executeTakeFirst()
  if (expired) await cancelTask(work, taskKey(bindingId))
  return expired !== undefined
}
