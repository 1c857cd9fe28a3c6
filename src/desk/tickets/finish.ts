/** Finishing the work: 完工. The owner is told, and will be asked whether it is really mended; a developer's work is looked at first. */
import { setTimer } from '../../timers/timers.ts'
import { askForCheck, developersOrder } from '../contractors/ask-for-check.ts'
import { chargeWork, needsConsent } from '../quotes/charge-work.ts'
import { isOfTheHouse } from '../staff/supervises.ts'
import { planCallback } from '../surveys/plan-callback.ts'
import { payerOf } from '../warranty/payer-of.ts'
import type { Work } from '../work.ts'
import { lacksAfterPhoto } from './after-photo.ts'
import { closeCards } from './cards.ts'
import { categoryOf } from './categories.ts'
import { cleanText } from './clean-text.ts'
import { answered, resulted, toldOf } from './details.ts'
import { mustMove } from './move-ticket.ts'
import { reportNoPhoto } from './no-photo.ts'
import { endOffers } from './offers.ts'
import { keepResolve } from './promises.ts'
import { reopenableUntil } from './reopen.ts'
import { sayDay } from './say-time.ts'
import { type AddedPhotos, addSitePhotos } from './site-photos.ts'
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
import { tellResponder } from './tell-responder.ts'
import type { TicketRow } from './ticket.ts'

export const AUTO_CONFIRM = 'tickets.auto-confirm'

export interface Finish extends Step {
  readonly note?: string | undefined
  /** Pictures of the finished work. */
  readonly photos?: readonly string[] | undefined
  /** Why there can be none, where one is wanted. */
  readonly noPhoto?: string | undefined
}

/**
 * `needs_consent`: its lines cost more than the owner agreed to; see rules/quotes.yaml. `photo_wanted`: not without a
 * picture of the finished work, or a word why there is none. `result_wanted`: a complaint is not finished before its
 * result is told in words (servicedesk.md D3). `to_check`: the developer's own people are done, and the house looks at it.
 */
type Finished =
  | StepAnswer['outcome']
  | 'needs_consent'
  | 'photo_wanted'
  | 'result_wanted'
  | 'to_check'

export async function finishTicket(work: Work, finish: Finish): Promise<StepAnswer<Finished>> {
  return staffStep<Finished>(work, 'finish', finish, async (at) => {
    const { ticket, staff } = at
    const refused = refuse(work, at)
    if (refused) return refused
    if (await needsConsent(work, ticket)) return { outcome: 'needs_consent', ticket }
    if (lacksResult(work, ticket, finish)) return { outcome: 'result_wanted', ticket }
    const picture = await pictureOf(work, at, finish)
    if (!picture) return { outcome: 'photo_wanted', ticket }
    const held = isOfTheHouse(staff) ? null : await developersOrder(work, ticket.id)
    if (held) return await handIn(work, ticket, { held, note: finish.note, ...picture })
    const done = await completeTicket(work, at, { note: finish.note, ...picture })
    return { outcome: 'ok', ticket: done }
  })
}

/** What was told before counts, and so does the note, which the owner reads. */
function lacksResult(work: Work, ticket: TicketRow, { note = '' }: Finish): boolean {
  if (ticket.kind !== 'complaint' || toldOf(ticket).result) return false
  return cleanText(note, work.rules.tickets.max_chars) === ''
}

/** Null where one is wanted and neither it nor a word about it is given. */
async function pictureOf(work: Work, { staff, ticket }: InStep, finish: Finish) {
  const given = { kind: 'after', photos: finish.photos ?? [], staffId: staff.id } as const
  const photos = await addSitePhotos(work, ticket, given)
  const isLacking = photos.added.length === 0 && lacksAfterPhoto(work, ticket)
  const why = cleanText(finish.noPhoto ?? '', work.rules.tickets.max_chars)
  if (isLacking && why === '') return null
  return { photos, noPhoto: isLacking ? why : undefined }
}

/** By the developer's own people: once, until the house has looked at it. */
async function handIn(
  work: Work,
  ticket: TicketRow,
  {
    held,
    note,
    noPhoto,
    photos,
  }: Pick<Finish, 'note' | 'noPhoto'> & {
    readonly held: NonNullable<Awaited<ReturnType<typeof developersOrder>>>
    readonly photos: AddedPhotos
  },
): Promise<StepAnswer<Finished>> {
  if (held.order.state === 'checking') return { outcome: 'already', ticket }
  const text = cleanText(note ?? '', work.rules.tickets.max_chars)
  const mended = await askForCheck(work, ticket, held, {
    set: photos.set,
    note: {
      photos: photos.added,
      ...(text && { text }),
      ...(noPhoto !== undefined && { noPhoto }),
    },
  })
  return { outcome: 'to_check', ticket: mended }
}

function refuse(work: Work, at: InStep): StepAnswer | null {
  const { visit } = categoryOf(work.rules.categories, at.ticket.category)
  const refused = refusal(at, visit ? ['ARRIVED', 'IN_PROGRESS'] : [...ON_THE_WAY, 'IN_PROGRESS'])
  const isDone = refused?.outcome === 'over' && at.ticket.state === 'DONE'
  return isDone ? { ...refused, outcome: 'already' } : refused
}

/** What is mended from a desk has no journey: these are passed through, and no arrival is noted. */
const ON_THE_WAY: readonly TicketState[] = ['ACCEPTED', 'ARRIVED']

/** From a state in which somebody works on it. */
export async function completeTicket(
  work: Work,
  { staff, ticket, exceptStaffId }: InStep,
  finish: Pick<Finish, 'note' | 'noPhoto'> & { readonly photos: AddedPhotos },
): Promise<TicketRow> {
  let current = ticket
  if (current.state === 'ACCEPTED') {
    current = await mustMove(work, current, { to: 'ARRIVED', kind: 'taken-up' })
  }
  if (current.state === 'ARRIVED') {
    current = await mustMove(work, current, { to: 'IN_PROGRESS', kind: 'started' })
  }
  const { noPhoto, photos } = finish
  const finishNote = cleanText(finish.note ?? '', work.rules.tickets.max_chars) || null
  const done = await mustMove(work, current, {
    to: 'DONE',
    kind: 'finished',
    set: {
      doneAt: work.now,
      completions: current.completions + 1,
      finishNote,
      ...answered(current, finishNote),
      ...resulted(work, current, finishNote),
      ...photos.set,
    },
    note: { photos: photos.added, ...(noPhoto !== undefined && { noPhoto }) },
  })
  if (noPhoto !== undefined) await reportNoPhoto(work, done, noPhoto)
  await endOffers(work, ticket.id, { outcome: 'done' })
  await keepResolve(work, done)
  await closeCards(work, done, { words: 'tickets.card.done', exceptStaffId })
  await tellOwner(work, done, 'tickets.owner.done', {
    note: done.finishNote ?? '',
    result: toldOf(done).result?.text ?? '',
    until: sayDay(reopenableUntil(work, done), work.now),
    warranted: payerOf(work, done) === 'developer_warranty',
  })
  await tellResponder(work, done, { words: 'tickets.staff.first_done' })
  const paid = (await chargeWork(work, done, await holderOf(work, done))) > 0
  await askLater(work, done, { finisherId: staff.id, paid })
  return done
}

/** Silence confirms some time after the question, or after completion when nobody is asked (servicedesk.md D3). */
async function askLater(
  work: Work,
  ticket: TicketRow,
  { finisherId, paid }: { readonly finisherId: string; readonly paid: boolean },
): Promise<void> {
  const { callback } = categoryOf(work.rules.categories, ticket.category)
  const { id, projectId, kind, priority, completions: completion, conversationId } = ticket
  const askedAt =
    (await planCallback(work, {
      projectId,
      finished: { ticketId: id, kind, priority, callback, paid },
      completion,
      conversationId,
      personId: ticket.reporterPersonId,
      staff: { id: ticket.assigneeId ?? finisherId, name: await holderOf(work, ticket) },
    })) ?? work.now
  const waitMs = work.rules.tickets.auto_confirm_hours * 3_600_000
  await setTimer(work, {
    name: AUTO_CONFIRM,
    key: `${id}-${completion}`,
    dueAt: new Date(askedAt.getTime() + waitMs),
    payload: { ticketId: id, completion },
  })
}
