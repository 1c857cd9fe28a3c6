/** The second person approves a notice or turns it down: from a card, first come, first served. */
import { setTimer } from '../../timers/timers.ts'
import type { ClickAnswer, ClickHandler } from '../action.ts'
import { audit } from '../audit/audit.ts'
import { findStaff } from '../staff/staff.ts'
import { finishTaskOf } from '../tasks/take-task.ts'
import type { Work } from '../work.ts'
import { approvalKey } from './create.ts'
import { approverOf } from './may.ts'
import { lockNotice, type NoticeRow, noticeSubject } from './notice.ts'
import { timingOf } from './send-time.ts'

/** Taps on the card of a notice: 批准 and 不批准. The writer's own tap does nothing. */
export const decideNotice: ClickHandler = async (work, click) => {
  if (click.key !== 'approve' && click.key !== 'reject') return { outcome: 'unknown-key' }
  const notice = await lockNotice(work.tx, click.subject.id)
  const staff = notice && (await approverOf(work, notice.projectId))
  if (!notice || !staff || staff.id === notice.writerId) return { outcome: 'not-yours' }
  if (notice.state !== 'IN_REVIEW') return over(work, notice)
  if (click.key === 'reject') {
    await settle(work, notice, { state: 'REJECTED', deciderId: staff.id })
    await tellWriter(work, notice, 'notices.rejected', { by: staff.name })
    return {
      outcome: 'rejected',
      close: { words: 'notices.card_rejected', values: { by: staff.name } },
    }
  }
  // Meanwhile the lead time may have run out: then only the writer can say whether it is an emergency.
  const timing = timingOf(work.rules.notices, { ...notice, wantedAt: notice.sendAt }, work.now)
  if (timing.outcome !== 'ok') {
    await settle(work, notice, { state: 'REJECTED', deciderId: staff.id })
    const law = timing.outcome === 'too_late' ? timing.law : ''
    await tellWriter(work, notice, 'notices.approved_too_late', { law })
    return { outcome: 'too-late', close: { words: 'notices.card_too_late', values: { law } } }
  }
  const { sendAt } = timing
  await settle(work, notice, { state: 'SCHEDULED', deciderId: staff.id, sendAt })
  await setTimer(work, { name: 'notices.send', key: notice.id, dueAt: sendAt, payload: {} })
  await tellWriter(work, notice, 'notices.approved', { by: staff.name, send_at: sendAt })
  return {
    outcome: 'approved',
    close: { words: 'notices.card_approved', values: { by: staff.name } },
  }
}

async function over(work: Work, notice: NoticeRow): Promise<ClickAnswer> {
  const decider = notice.deciderId ? await findStaff(work.tx, notice.deciderId) : null
  return {
    outcome: 'over',
    close: { words: 'notices.card_over', values: { by: decider?.name ?? '' } },
  }
}

async function settle(
  work: Work,
  notice: NoticeRow,
  fields: {
    readonly state: 'SCHEDULED' | 'REJECTED'
    readonly deciderId: string
    readonly sendAt?: Date
  },
): Promise<void> {
  await work.tx
    .updateTable('notice')
    .set({
      ...fields,
      decidedAt: work.now,
      ...(fields.state === 'REJECTED' && { endedAt: work.now }),
    })
    .where('id', '=', notice.id)
    .execute()
  const end = { staffId: fields.deciderId, note: fields.state, byTap: true }
  await finishTaskOf(work, approvalKey(notice.id), end)
  await audit(work, {
    action: fields.state === 'REJECTED' ? 'notice.reject' : 'notice.approve',
    subject: noticeSubject(notice.id),
    corpId: notice.corpId,
    projectId: notice.projectId,
    detail: { title: notice.title },
  })
}

function tellWriter(
  work: Work,
  notice: NoticeRow,
  words: string,
  values: Readonly<Record<string, unknown>>,
): Promise<void> {
  return work.tell.staff(work, notice.writerId, {
    words,
    values: { title: notice.title, ...values },
    key: `notice-${notice.id}-decided`,
    purpose: 'notice',
  })
}
