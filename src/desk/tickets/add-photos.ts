/** Photos before and after the work, by whoever does it. */
import type { Work } from '../work.ts'
import { recordEvent } from './record-event.ts'
import { addSitePhotos, type SitePhotoKind } from './site-photos.ts'
import { type InStep, refusal, type Step, type StepAnswer, staffStep } from './staff-step.ts'
import type { TicketState } from './states.ts'

export interface MorePhotos extends Step {
  readonly kind: Exclude<SitePhotoKind, 'arrival'>
  readonly photos: readonly string[]
}

/** `full`: there are as many of this kind as the rules keep. `gone`: all of them were taken back meanwhile. */
type Outcome = StepAnswer['outcome'] | 'full' | 'gone'

export interface PhotosAnswer extends StepAnswer<Outcome> {
  readonly added?: number
}

export async function addPhotos(work: Work, more: MorePhotos): Promise<PhotosAnswer> {
  return staffStep<Outcome>(work, 'add-photos', more, async (at): Promise<PhotosAnswer> => {
    const { ticket, staff } = at
    const refused = refuse(at, more)
    if (refused) return refused
    const given = { kind: more.kind, photos: more.photos, staffId: staff.id }
    const { added, set, left } = await addSitePhotos(work, ticket, given)
    if (added.length === 0) return { outcome: left ?? 'already', ticket }
    const kind = `photos-${more.kind}`
    const changed = await recordEvent(work, ticket, { kind, set, note: { photos: added } })
    return { outcome: 'ok', ticket: changed, added: added.length }
  })
}

const ON_SITE: readonly TicketState[] = ['ARRIVED', 'IN_PROGRESS', 'ON_HOLD']

/** Nobody has been there before they came; how it looks now may be shown until the owner has confirmed. */
function refuse(at: InStep, { kind }: MorePhotos): StepAnswer | null {
  const { ticket, staff } = at
  const isDone = kind === 'after' && ticket.state === 'DONE'
  if (isDone && ticket.assigneeId === staff.id) return null
  const refused = refusal(at, ON_SITE)
  if (refused) return refused
  return ticket.arrivedAt === null ? { outcome: 'wrong_state', ticket } : null
}
