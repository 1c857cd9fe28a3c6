/** Finishing the work: 完工. The owner is told, and will be asked whether it is really mended. */
import { setTimer } from '../../timers/timers.ts'
import { planCallback } from '../surveys/plan-callback.ts'
import type { Work } from '../work.ts'
import { closeCards } from './cards.ts'
import { categoryOf } from './categories.ts'
import { cleanText } from './clean-text.ts'
import { mustMove } from './move-ticket.ts'
import { endOffers } from './offers.ts'
import { keepResolve } from './promises.ts'
import {
  holderOf,
  type InStep,
  refusal,
  type Step,
  type StepAnswer,
  staffStep,
} from './staff-step.ts'
import type { TicketState } from './states.ts'
import { tellOwner } from './tell-owner.ts'
import type { TicketRow } from './ticket.ts'

export const AUTO_CONFIRM = 'tickets.auto-confirm'

export interface Finish extends Step {
  readonly note?: string | undefined
  /** Pictures of the finished work. */
  readonly photos?: readonly string[] | undefined
}

export async function finishTicket(work: Work, finish: Finish): Promise<StepAnswer> {
  return staffStep(work, 'finish', finish, async (at) => {
    const { visit } = categoryOf(work.rules.categories, at.ticket.category)
    const refused = refusal(at, visit ? ['ARRIVED', 'IN_PROGRESS'] : [...ON_THE_WAY, 'IN_PROGRESS'])
    if (refused) {
      const isDone = refused.outcome === 'over' && at.ticket.state === 'DONE'
      return isDone ? { ...refused, outcome: 'already' } : refused
    }
    return { outcome: 'ok', ticket: await complete(work, at, finish) }
  })
}

/** What is mended from a desk has no journey: these are passed through, and no arrival is noted. */
const ON_THE_WAY: readonly TicketState[] = ['ACCEPTED', 'ARRIVED']

async function complete(
  work: Work,
  { staff, ticket, exceptStaffId }: InStep,
  finish: Finish,
): Promise<TicketRow> {
  let current = ticket
  if (current.state === 'ACCEPTED') {
    current = await mustMove(work, current, { to: 'ARRIVED', kind: 'taken-up' })
  }
  if (current.state === 'ARRIVED') {
    current = await mustMove(work, current, { to: 'IN_PROGRESS', kind: 'started' })
  }
  const { max_chars, max_photos } = work.rules.tickets
  const photos = [...new Set(finish.photos ?? [])].slice(0, max_photos)
  const done = await mustMove(work, current, {
    to: 'DONE',
    kind: 'finished',
    set: {
      doneAt: work.now,
      completions: current.completions + 1,
      finishNote: cleanText(finish.note ?? '', max_chars) || null,
    },
    note: { photos },
  })
  await endOffers(work, ticket.id, { outcome: 'done' })
  await keepResolve(work, done)
  await closeCards(work, done, { words: 'tickets.card.done', exceptStaffId })
  await tellOwner(work, done, 'tickets.owner.done', { note: done.finishNote ?? '' })
  await askLater(work, done, staff.id)
  return done
}

/** Silence confirms some time after the question, or after completion when nobody is asked (servicedesk.md D3). */
async function askLater(work: Work, ticket: TicketRow, finisherId: string): Promise<void> {
  const { callback } = categoryOf(work.rules.categories, ticket.category)
  const { id, projectId, completions: completion, conversationId } = ticket
  const askedAt =
    callback === 'always'
      ? await planCallback(work, {
          ticket: { id, projectId },
          completion,
          conversationId,
          staff: { id: ticket.assigneeId ?? finisherId, name: await holderOf(work, ticket) },
        })
      : work.now
  const waitMs = work.rules.tickets.auto_confirm_hours * 3_600_000
  await setTimer(work, {
    name: AUTO_CONFIRM,
    key: `${id}-${completion}`,
    dueAt: new Date(askedAt.getTime() + waitMs),
    payload: { ticketId: id, completion },
  })
}
