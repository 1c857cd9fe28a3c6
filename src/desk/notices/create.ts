/** Keeps a notice its writer has confirmed: to be sent at its time, or decided first by somebody else. */
import { setTimer } from '../../timers/timers.ts'
import { audit } from '../audit/audit.ts'
import { estateDay, estateTime } from '../residents/estate-day.ts'
import { openTask } from '../tasks/open-task.ts'
import type { StaffActor, Work } from '../work.ts'
import { type DraftAnswer, draftNotice, type NoticeDraft, type NoticeWish } from './draft.ts'
import { noticeSubject } from './notice.ts'
import { firstApproverRole } from './reviewers.ts'
import { countsOf } from './summary.ts'

export type CreateAnswer =
  | Exclude<DraftAnswer, { readonly outcome: 'ok' }>
  | { readonly outcome: 'scheduled'; readonly id: string; readonly sendAt: Date }
  /** Somebody else has to approve it. */
  | { readonly outcome: 'in_review'; readonly id: string; readonly sendAt: Date }
  /** It needs a second person and the project has none. */
  | { readonly outcome: 'no_approver' }

export async function createNotice(work: Work, wish: NoticeWish): Promise<CreateAnswer> {
  const drafted = await draftNotice(work, wish)
  if (drafted.outcome !== 'ok') return drafted
  const { draft, actor } = drafted
  const role = draft.isWholeProject ? await firstApproverRole(work, actor) : null
  if (draft.isWholeProject && !role) return { outcome: 'no_approver' }
  const id = work.newId()
  await insert(work, actor, id, draft)
  const { sendAt } = draft
  if (!role) {
    await setTimer(work, { name: 'notices.send', key: id, dueAt: sendAt, payload: {} })
    return { outcome: 'scheduled', id, sendAt }
  }
  await openTask(work, {
    kind: 'approve-notice',
    key: approvalKey(id),
    corpId: actor.corpId,
    projectId: actor.projectId,
    role,
    exceptStaffId: actor.staffId,
    values: {
      title: draft.title,
      body: draft.body,
      what: work.rules.notices.kinds[draft.kind].name,
      audience: draft.audience.label,
      urgent: draft.urgent,
      send_at: `${estateDay(sendAt)}T${estateTime(sendAt)}`,
      ...countsOf(draft.plan),
    },
    subject: noticeSubject(id),
  })
  return { outcome: 'in_review', id, sendAt }
}

export function approvalKey(noticeId: string): string {
  return `notice-${noticeId}-approval`
}

async function insert(work: Work, actor: StaffActor, id: string, draft: NoticeDraft) {
  const { corpId, projectId, staffId } = actor
  const { plan, audience, ...fields } = draft
  await work.tx
    .insertInto('notice')
    .values({
      id,
      corpId,
      projectId,
      ...fields,
      audience: JSON.stringify(audience),
      state: draft.isWholeProject ? 'IN_REVIEW' : 'SCHEDULED',
      writerId: staffId,
      createdAt: work.now,
    })
    .execute()
  await audit(work, {
    action: 'notice.create',
    subject: noticeSubject(id),
    corpId,
    projectId,
    detail: {
      kind: draft.kind,
      title: draft.title,
      text: draft.body,
      audience: audience.label,
      urgent: draft.urgent,
      sendAt: draft.sendAt,
      ...countsOf(plan),
    },
  })
}
