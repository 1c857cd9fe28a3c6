/** Photos from the spot: at the check-in, before the work and after it, with who sent them and when. */
import { z } from 'zod'
import { withoutForgotten } from '../../media/forget-file.ts'
import type { Work } from '../work.ts'
import type { TicketChanges, TicketRow } from './ticket.ts'

const SITE_PHOTO_KINDS = ['arrival', 'before', 'after'] as const
export type SitePhotoKind = (typeof SITE_PHOTO_KINDS)[number]

export interface SitePhoto {
  readonly fileId: string
  readonly kind: SitePhotoKind
  readonly staffId: string
  readonly at: Date
}

const kept = z.record(
  z.string(),
  z.object({
    kind: z.enum(SITE_PHOTO_KINDS),
    staffId: z.string(),
    at: z.iso.datetime(),
    place: z.number(),
  }),
)
type Kept = z.output<typeof kept>

/** In the order of the work, then of sending. */
export function sitePhotosOf({ sitePhotos }: Pick<TicketRow, 'sitePhotos'>): readonly SitePhoto[] {
  return Object.entries(read(sitePhotos))
    .toSorted(
      ([, a], [, b]) =>
        SITE_PHOTO_KINDS.indexOf(a.kind) - SITE_PHOTO_KINDS.indexOf(b.kind) || a.place - b.place,
    )
    .map(([fileId, { kind, staffId, at }]) => ({ fileId, kind, staffId, at: new Date(at) }))
}

export interface GivenPhotos {
  readonly kind: SitePhotoKind
  readonly photos: readonly string[]
  readonly staffId: string
}

/** What there is for them: those that are new, and the columns to set. */
export interface AddedPhotos {
  readonly added: readonly string[]
  readonly set: Pick<TicketChanges, 'sitePhotos'>
  /** Why some are not among them. */
  readonly left?: 'full' | 'gone'
}

/** At most `max_photos` of a kind; those taken back and those that are there already add nothing. */
export async function addSitePhotos(
  work: Work,
  ticket: TicketRow,
  { kind, photos, staffId }: GivenPhotos,
): Promise<AddedPhotos> {
  const before = read(ticket.sitePhotos)
  const ofKind = Object.values(before).filter((one) => one.kind === kind).length
  const room = Math.max(0, work.rules.tickets.max_photos - ofKind)
  const isNew = (id: string) => !Object.hasOwn(before, id) || before[id]?.kind !== kind
  const fresh = [...new Set(photos)].filter(isNew)
  const wanted = fresh.slice(0, room)
  const added = await withoutForgotten(work.tx, wanted)
  const left = fresh.length > room ? 'full' : added.length < wanted.length ? 'gone' : undefined
  if (added.length === 0) return { added, set: {}, ...(left && { left }) }
  const first = Math.max(0, ...Object.values(before).map(({ place }) => place + 1))
  const at = work.now.toISOString()
  const more = added.map((id, index): [string, Kept[string]] => [
    id,
    { kind, staffId, at, place: first + index },
  ])
  const sitePhotos = { ...before, ...Object.fromEntries(more) }
  return { added, set: { sitePhotos }, ...(left && { left }) }
}

/** The column without one file. */
export function withoutSitePhoto(
  { sitePhotos }: Pick<TicketRow, 'sitePhotos'>,
  fileId: string,
): Pick<TicketChanges, 'sitePhotos'> {
  const before = read(sitePhotos)
  if (!Object.hasOwn(before, fileId)) return {}
  const { [fileId]: _gone, ...rest } = before
  return { sitePhotos: Object.keys(rest).length > 0 ? rest : null }
}

function read(sitePhotos: unknown): Kept {
  return kept.safeParse(sitePhotos ?? {}).data ?? {}
}
