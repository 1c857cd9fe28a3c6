/** Asks an agent to call when the question cannot be asked, or was not answered, in chat. */
import { openTask } from '../tasks/open-task.ts'
import { categoryOf } from '../tickets/categories.ts'
import { maskedContact } from '../tickets/contact-phone.ts'
import { subjectOf, type TicketRow } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'
import { type CallbackOutcome, type CallbackRow, callTaskKey } from './callback.ts'
import type { CallReason } from './rules.ts'

/** One call per completion. `outcome` 'no-answer' is silence and never satisfaction. */
export async function callOwner(
  work: Work,
  ticket: TicketRow,
  callback: CallbackRow,
  why: { readonly reason: CallReason; readonly outcome: CallbackOutcome | null },
): Promise<void> {
  const category = categoryOf(work.rules.categories, ticket.category)
  const taskId = await openTask(work, {
    kind: 'call-owner',
    key: callTaskKey(ticket.id, callback.completion),
    corpId: ticket.corpId,
    projectId: ticket.projectId,
    role: 'agent',
    subject: subjectOf(ticket.id),
    ...(ticket.buildingCode ? { buildingCode: ticket.buildingCode } : {}),
    ...(ticket.conversationId ? { conversationId: ticket.conversationId } : {}),
    values: {
      number: ticket.number,
      place: ticket.place,
      phone: maskedContact(ticket),
      attempts: 0,
      category: category.name,
      visit: category.visit,
      parts: category.rating === 'parts',
      staff: callback.staffName ?? '',
      reason: work.rules.surveys.call_reasons[why.reason],
    },
  })
  await work.tx
    .updateTable('callback')
    .set({
      state: 'task',
      outcome: why.outcome,
      taskId: taskId ?? callback.taskId,
      askedAt: callback.askedAt ?? work.now,
      channel: 'call',
    })
    .where('id', '=', callback.id)
    .execute()
}
