/** Puts what was read into a table that lives as long as the transaction, so that memory stays flat. */
import { sql } from 'kysely'
import type { Tx } from '../../database/open-database.ts'
import { sameName } from '../residents/occupants.ts'
import type { KeyedRecord } from './forms/read-record.ts'
import { type Linked, linkOwners } from './link-owners.ts'
import type { RecordKind, Records } from './records.ts'

export interface Staged<Kind extends RecordKind> {
  readonly key: string
  readonly sheet: string
  readonly row: number
  readonly data: Records[Kind]
}

export interface Stage {
  add(record: KeyedRecord, sheet: string, row: number): Promise<void>
  /** Everything added so far can be read now. */
  flush(): Promise<void>
  /** All records of a kind, whole keys together, about `size` records at a time, in the order of keys and rows. */
  batches<Kind extends RecordKind>(kind: Kind, size: number): AsyncGenerator<Staged<Kind>[]>
  total(): number
  /** Gives rooms the owners they name by code. */
  linkOwners(): Promise<Linked>
  /** Which of these people the book still speaks of under this name and phone. */
  claims(people: readonly Claim[]): Promise<(person: Claim) => boolean>
  /** Rows that give one person, by name and number, another identity number or gender than the row named. */
  contradictions(): Promise<readonly Contradiction[]>
}

interface Claim {
  readonly name: string
  readonly phoneHash: string | null
}

interface Contradiction {
  readonly sheet: string
  readonly row: number
  readonly name: string
  readonly otherRow: number
}

const BATCH = 1_000

export async function openStage(tx: Tx): Promise<Stage> {
  await sql`CREATE TEMPORARY TABLE register_stage (
      kind text NOT NULL, key text COLLATE "C" NOT NULL, seq bigint NOT NULL,
      sheet text NOT NULL, "row" integer NOT NULL, data jsonb NOT NULL
    ) ON COMMIT DROP`.execute(tx)
  let seq = 0
  let linked = 0
  let waiting: object[] = []
  const flush = async () => {
    if (waiting.length === 0) return
    const rows = JSON.stringify(waiting)
    waiting = []
    await sql`INSERT INTO register_stage SELECT * FROM jsonb_to_recordset(${rows}::jsonb)
      AS r(kind text, key text, seq bigint, sheet text, "row" integer, data jsonb)`.execute(tx)
  }
  return {
    async add(record, sheet, row) {
      waiting.push({ ...record, seq: seq++, sheet, row })
      if (waiting.length >= BATCH) await flush()
    },
    async flush() {
      await flush()
      await sql`CREATE INDEX IF NOT EXISTS register_stage_key ON register_stage (kind, key, seq)`.execute(
        tx,
      )
      await sql`CREATE INDEX IF NOT EXISTS register_stage_phone ON register_stage
        ((data #>> '{occupant,phone,phoneHash}')) WHERE kind = 'room'`.execute(tx)
      await sql`ANALYZE register_stage`.execute(tx)
    },
    batches: (kind, size) => batches(tx, kind, size),
    total: () => seq + linked,
    async linkOwners() {
      const answer = await linkOwners(tx)
      linked = answer.count
      return answer
    },
    claims: (people) => readClaims(tx, people),
    contradictions: () => readContradictions(tx),
  }
}

async function* batches<Kind extends RecordKind>(
  tx: Tx,
  kind: Kind,
  size: number,
): AsyncGenerator<Staged<Kind>[]> {
  let after = ''
  for (;;) {
    const { rows } = await sql<Staged<Kind>>`
      SELECT key, sheet, "row", data FROM register_stage
      WHERE kind = ${kind} AND key > ${after} AND key <= (
        SELECT max(key) FROM (
          SELECT key FROM register_stage WHERE kind = ${kind} AND key > ${after}
          ORDER BY key, seq LIMIT ${size}) AS next)
      ORDER BY key, seq`.execute(tx)
    const last = rows.at(-1)
    if (!last) return
    yield rows
    after = last.key
  }
}

async function readClaims(tx: Tx, people: readonly Claim[]): Promise<(person: Claim) => boolean> {
  const hashes = people.flatMap(({ phoneHash }) => phoneHash ?? [])
  const { rows } = await sql<{ name: string; phone: string }>`
    SELECT DISTINCT data #>> '{occupant,name}' AS name, data #>> '{occupant,phone,phoneHash}' AS phone
    FROM register_stage
    WHERE kind = 'room' AND data #>> '{occupant,phone,phoneHash}' = ANY (${hashes}::text[])`.execute(
    tx,
  )
  return ({ name, phoneHash }) =>
    rows.some((row) => row.phone === phoneHash && sameName(row.name, name))
}

async function readContradictions(tx: Tx): Promise<readonly Contradiction[]> {
  const { rows } = await sql<Contradiction>`
    WITH said AS (
      SELECT seq, sheet, "row", data #>> '{occupant,name}' AS name,
        data #>> '{occupant,phone,phoneHash}' AS phone,
        data #>> '{occupant,idNumber,hash}' AS id, data #>> '{occupant,gender}' AS gender
      FROM register_stage WHERE kind = 'room' AND data #>> '{occupant,phone,phoneHash}' IS NOT NULL),
    first AS (
      SELECT *, first_value("row") OVER same AS "otherRow",
        first_value(id) OVER (PARTITION BY name, phone ORDER BY id IS NULL, seq) AS "firstId",
        first_value(gender) OVER (PARTITION BY name, phone ORDER BY gender IS NULL, seq) AS "firstGender"
      FROM said WINDOW same AS (PARTITION BY name, phone ORDER BY seq))
    SELECT sheet, "row", name, "otherRow" FROM first
    WHERE id <> "firstId" OR gender <> "firstGender" ORDER BY seq`.execute(tx)
  return rows
}
