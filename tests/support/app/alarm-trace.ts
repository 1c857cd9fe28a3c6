/** Watches alarms from inside the database: every one that rang. */
import { sql } from 'kysely'
import type { Database } from '../../../src/database/open-database.ts'

export interface RungAlarm {
  readonly name: string
  readonly key: string
  readonly dueAt: Date
  readonly generation: number
  /** Rung by a sweep, which deletes by id; otherwise taken back, by name. */
  readonly isSwept: boolean
  /** By the database server's clock. */
  readonly rungAt: Date
}

/** Every alarm rung (or taken back) from now on leaves a row, with the work it did or not at all. */
export async function watchAlarms(db: Database): Promise<void> {
  const statements = [
    `CREATE TABLE alarm_trace
       (id bigserial, name text, key text, "dueAt" timestamptz, generation int,
        "rungAt" timestamptz DEFAULT clock_timestamp(),
        "isSwept" boolean DEFAULT (current_query() LIKE '%"id" = %'))`,
    `CREATE FUNCTION note_alarm() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       INSERT INTO alarm_trace (name, key, "dueAt", generation)
       VALUES (OLD.name, OLD.key, OLD."dueAt", OLD.generation);
       RETURN NULL;
     END $$`,
    `CREATE TRIGGER note_alarm AFTER DELETE ON timer FOR EACH ROW EXECUTE FUNCTION note_alarm()`,
  ]
  for (const statement of statements) await sql.raw(statement).execute(db)
}

export async function alarmsRung(db: Database): Promise<readonly RungAlarm[]> {
  const found = await sql<RungAlarm>`
    SELECT name, key, "dueAt", generation, "rungAt", "isSwept" FROM alarm_trace ORDER BY id`.execute(
    db,
  )
  return found.rows
}
