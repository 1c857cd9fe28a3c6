/** Taps on a hand-off card: 我来处理 hands the chat to the tapper, 已完成 gives it back to the talk. */
import type { ClickHandler } from '../desk/action.ts'
import { findStaff, staffOfUser } from '../desk/staff/staff.ts'
import { cancelTask, takeTask } from '../desk/tasks/take-task.ts'
import { showTakenTask, tellTask } from '../desk/tasks/tell-task.ts'
import type { Work } from '../desk/work.ts'
import { putOutgoing } from '../outbox/put.ts'
import { cancelTimer, setTimer } from '../timers/timers.ts'
import { endHandoff, type Handoff, handBack, setHandling } from './handoff-record.ts'
import { addressOfConversation } from './notifier.ts'

export const handoffClicks: ClickHandler = async (work, click) => {
  if (work.actor.kind !== 'staff') return { outcome: 'not-staff' }
  const handoff = await work.tx
    .selectFrom('handoff')
    .selectAll()
    .where('id', '=', click.subject.id)
    .where('projectId', '=', work.actor.projectId)
    .executeTakeFirst()
  if (!handoff) return { outcome: 'not-yours' }
  const holder = await findStaff(work.tx, work.actor.staffId)
  if (!holder) return { outcome: 'not-staff' }
  const task = await work.tx
    .selectFrom('task')
    .select('id')
    .where('key', '=', `handoff-${handoff.id}`)
    .executeTakeFirstOrThrow()
  if (click.key === 'done') {
    const row = await endHandoff(work, handoff.id, ['requested', 'accepted'], 'closed')
    await cancelTask(work, `handoff-${handoff.id}`)
    // Nobody had taken the chat over: it never left the talk.
    if (row && handoff.state === 'requested') await handBack(work, row, { reason: 'closed' })
    else if (row) await giveBackToBot(work, row)
    return { outcome: 'done', close: { words: 'tasks.card_done', values: {} } }
  }
  const outcome = await takeTask(work, task.id, holder.id)
  if (outcome === 'taken-by-other') return { outcome, close: await takenBy(work, handoff) }
  if (outcome === 'over') {
    return { outcome, close: { words: 'conversation.handoff_over', values: {} } }
  }
  await acceptHandoff(work, handoff, holder.userId)
  await showTakenTask(work, task.id, holder.id)
  return { outcome, close: { words: 'tasks.card_yours', values: { kind: 'handoff' } } }
}

async function takenBy(work: Work, { corpId, takenBy: userId }: Handoff & TakenBy) {
  const [member] = userId ? await staffOfUser(work.tx, corpId, userId) : []
  return { words: 'conversation.handoff_taken', values: { holder: member?.name ?? '' } }
}

interface TakenBy {
  readonly takenBy: string | null
}

async function acceptHandoff(work: Work, handoff: Handoff, servicer: string): Promise<void> {
  // Alarm before row, as the sweeper does: whoever locks the other way round may wait for each other.
  await cancelTimer(work.tx, 'conversation.handoff', handoff.id)
  await work.tx
    .updateTable('handoff')
    .set({ state: 'accepted', takenBy: servicer, acceptedAt: work.now })
    .where('id', '=', handoff.id)
    .where('state', '=', 'requested')
    .execute()
  await setHandling(work, handoff.conversationId, 'human')
  const to = await addressOfConversation(work.tx, handoff.conversationId)
  const message = { kind: 'hand-over' as const, to: 'servicer' as const, servicer }
  const key = `handoff-${handoff.id}-to-${servicer}-${work.now.getTime()}`
  await putOutgoing(work, { key, to, message, purpose: 'alert' })
}

async function giveBackToBot(work: Work, handoff: Handoff): Promise<void> {
  const to = await addressOfConversation(work.tx, handoff.conversationId)
  const message = { kind: 'hand-over' as const, to: 'end' as const }
  await putOutgoing(work, { key: `handoff-${handoff.id}-end`, to, message, purpose: 'alert' })
  await handBack(work, handoff, { reason: 'closed' })
}

/** The platform would not give the chat to this servicer: it is open for somebody else again. */
export async function reopenHandoff(work: Work, conversationId: string): Promise<void> {
  const reopened = await work.tx
    .updateTable('handoff')
    .set({ state: 'requested', takenBy: null, acceptedAt: null })
    .where('conversationId', '=', conversationId)
    .where('state', '=', 'accepted')
    .returning('id')
    .executeTakeFirst()
  if (!reopened) return
  const task = await work.tx
    .updateTable('task')
    .set({ state: 'open', takenById: null, takenAt: null })
    .where('key', '=', `handoff-${reopened.id}`)
    .returning('id')
    .executeTakeFirst()
  // Everybody's card was closed when it was taken.
  if (task) await tellTask(work, task.id, { name: `again-${work.now.getTime()}`, overdue: false })
  await setHandling(work, conversationId, 'requested')
  const waitMs = work.rules.tasks.due_minutes.handoff * 60_000
  const dueAt = new Date(work.now.getTime() + waitMs)
  await setTimer(work, { name: 'conversation.handoff', key: reopened.id, dueAt, payload: {} })
}
