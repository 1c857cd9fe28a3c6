/** Taps on a hand-off card: 我来处理 hands the chat to the tapper, 已完成 gives it back to the talk. */
import type { ClickHandler } from '../desk/action.ts'
import { findStaff, type StaffMember, staffOfUser } from '../desk/staff/staff.ts'
import { cancelTask, takeTask } from '../desk/tasks/take-task.ts'
import { showTakenTask } from '../desk/tasks/tell-task.ts'
import type { Work } from '../desk/work.ts'
import { putOutgoing } from '../outbox/put.ts'
import { cancelTimer } from '../timers/timers.ts'
import { addressOfConversation } from './address-of-conversation.ts'
import { beginServing } from './begin-serving.ts'
import { endHandoff, type Handoff, handBack, setHandling } from './handoff-record.ts'
import { giveBackToBot } from './visitors-served.ts'

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
  await acceptHandoff(work, handoff, holder)
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

async function acceptHandoff(work: Work, handoff: Handoff, holder: StaffMember): Promise<void> {
  const servicer = holder.userId
  // Alarm before row, as the sweeper does: whoever locks the other way round may wait for each other.
  await cancelTimer(work.tx, 'conversation.handoff', handoff.id)
  const accepted = await work.tx
    .updateTable('handoff')
    .set({ state: 'accepted', takenBy: servicer, acceptedAt: work.now })
    .where('id', '=', handoff.id)
    .where('state', '=', 'requested')
    .returning(['id', 'conversationId', 'requestedAt'])
    .executeTakeFirst()
  await setHandling(work, handoff.conversationId, 'human')
  const to = await addressOfConversation(work.tx, handoff.conversationId)
  const message = { kind: 'hand-over' as const, to: 'servicer' as const, servicer }
  const key = `handoff-${handoff.id}-to-${servicer}-${work.now.getTime()}`
  await putOutgoing(work, { key, to, message, purpose: 'alert' })
  if (accepted && to.channel === 'web-chat') await beginServing(work, accepted, holder)
}
