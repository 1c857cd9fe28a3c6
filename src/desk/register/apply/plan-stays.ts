/** Decides what becomes of the stays in a room: begun, changed, left alone or ended. Pure. */
import { byStrength, type Relation } from '../../residents/relations.ts'
import type { StatedOccupant } from './gather-room.ts'

export interface KnownStay {
  readonly id: string
  readonly personId: string
  readonly relation: Relation
  readonly validFrom: string
  readonly validTo: string | null
  /** import | apply */
  readonly source: string
}

/** A stay holds on its first day and no longer on `validTo`. */
export function isCurrent(stay: KnownStay, today: string): boolean {
  return stay.validTo === null || stay.validTo > today
}

/**
 * The known stay a row speaks of: the one that began on the day given, else the current one, else (where only
 * the end is given) the one that ended that day. `taken` holds ids other rows spoke of already.
 */
export function findStay(
  known: readonly KnownStay[],
  row: StatedOccupant,
  { today, taken }: { readonly today: string; readonly taken: ReadonlySet<string> },
): KnownStay | undefined {
  const alike = known.filter((stay) => stay.relation === row.relation && !taken.has(stay.id))
  const begun = row.from ? alike.find((stay) => stay.validFrom === row.from) : undefined
  const current = alike.find((stay) => isCurrent(stay, today))
  const ended = !row.from && row.to ? alike.find((stay) => stay.validTo === row.to) : undefined
  return begun ?? current ?? ended
}

/**
 * Which current stays end because the book no longer names them. A book speaks for the relations it lists in
 * a room: a list of owners says nothing of tenants. When no owner of before remains the home was sold, and
 * their family goes with them. What staff admitted by application is otherwise theirs to end.
 */
export function endedStays(
  known: readonly KnownStay[],
  listed: ReadonlySet<Relation>,
  { today, kept }: { readonly today: string; readonly kept: ReadonlySet<string> },
): KnownStay[] {
  const current = known
    .filter((stay) => isCurrent(stay, today))
    .sort((a, b) => byStrength(a.relation, b.relation))
  const gone = current.filter((stay) => !kept.has(stay.id))
  const dropped = gone.filter((stay) => listed.has(stay.relation) && stay.source === 'import')
  const owners = current.filter((stay) => stay.relation === 'owner')
  const isSold = owners.length > 0 && owners.every((owner) => dropped.includes(owner))
  if (!isSold) return dropped
  return gone.filter((stay) => dropped.includes(stay) || stay.relation === 'family')
}
