/** Brings the rooms of a book together with the owners it keeps in a table of their own. */
import { sql } from 'kysely'
import type { Tx } from '../../database/open-database.ts'

interface Named {
  readonly sheet: string
  readonly row: number
  readonly code: string
}

export interface Linked {
  /** Stays made: as many records more to work off. */
  readonly count: number
  /** Rooms whose code nobody holds. */
  readonly unknown: readonly Named[]
  /** People under a code no room names. */
  readonly roomless: readonly Named[]
  /** Owners whose code another owner has already. */
  readonly twice: readonly (Named & { readonly otherRow: number })[]
}

/** Each room that names a code gets everybody under it, as if they stood in a row about that room. */
export async function linkOwners(tx: Tx): Promise<Linked> {
  await sql`CREATE TEMPORARY TABLE owner_link ON COMMIT DROP AS
    SELECT seq, sheet, "row", key, data -> 'parts' AS parts, data #>> '{owner,code}' AS code,
      data #> '{owner,stay}' AS stay
    FROM register_stage WHERE kind = 'room' AND data -> 'owner' IS NOT NULL`.execute(tx)
  await sql`ANALYZE owner_link`.execute(tx)
  const { rows: unknown } = await sql<Named>`
    SELECT sheet, "row", code FROM owner_link WHERE NOT EXISTS (
      SELECT 1 FROM register_stage WHERE kind = 'owner' AND register_stage.key = code)
    ORDER BY seq`.execute(tx)
  const { rows: roomless } = await sql<Named>`
    SELECT sheet, "row", key AS code FROM register_stage AS owner WHERE kind = 'owner' AND NOT EXISTS (
      SELECT 1 FROM owner_link WHERE code = owner.key)
    ORDER BY seq`.execute(tx)
  const { rows: twice } = await sql<Named & { otherRow: number }>`
    SELECT sheet, "row", code, "otherRow" FROM (
      SELECT seq, sheet, "row", key AS code, first_value("row") OVER same AS "otherRow",
        row_number() OVER same AS nth
      FROM register_stage WHERE kind = 'owner' AND data #>> '{occupant,relation}' = 'owner'
      WINDOW same AS (PARTITION BY key ORDER BY seq)) AS numbered
    WHERE nth > 1 ORDER BY seq`.execute(tx)
  const stays = await sql`
    INSERT INTO register_stage
    SELECT 'room', link.key, (SELECT max(seq) FROM register_stage) + row_number() OVER (),
      owner.sheet, owner."row", jsonb_build_object('parts', link.parts,
        'occupant', (owner.data -> 'occupant') || coalesce(link.stay, '{}'))
    FROM owner_link AS link
    JOIN register_stage AS owner ON owner.kind = 'owner' AND owner.key = link.code
      AND (link.stay IS NULL OR owner.data #>> '{occupant,relation}' = 'owner')
    ORDER BY link.seq, owner.seq`.execute(tx)
  const people = await sql`DELETE FROM register_stage WHERE kind = 'owner'`.execute(tx)
  const count = Number(stays.numAffectedRows ?? 0) - Number(people.numAffectedRows ?? 0)
  return { count, unknown, roomless, twice }
}
