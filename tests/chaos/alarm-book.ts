/** Watches alarms from inside the database: when each was due, and when it rang by the server's clock. */
import { sql } from 'kysely'
import type { Database } from '../../src/database/open-database.ts'

export interface RungAlarm {
  readonly name: string
  readonly key: string
  readonly generation: number
  /** ms since 1970 of the machine's clock; the desk's own time is taken back by its offset. */
  readonly dueAt: number
  readonly rungAt: number
}

/** Deleting the row is ringing it, or taking it back: what goes before its time was taken back. */
export async function keepAlarmBook(db: Database): Promise<void> {
  const statements = [
    `CREATE TABLE alarm_book (id bigserial, name text, key text, generation int, "dueAt" timestamptz,
       "rungAt" timestamptz DEFAULT clock_timestamp())`,
    `CREATE FUNCTION book_alarm() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       INSERT INTO alarm_book (name, key, generation, "dueAt")
       VALUES (OLD.name, OLD.key, OLD.generation, OLD."dueAt");
       RETURN NULL;
     END $$`,
    `CREATE TRIGGER book_alarm AFTER DELETE ON timer FOR EACH ROW EXECUTE FUNCTION book_alarm()`,
  ]
  for (const statement of statements) await sql.raw(statement).execute(db)
}

/** Those that rang, oldest first. */
export async function alarmsRung(db: Database): Promise<readonly RungAlarm[]> {
  const found = await sql<RungAlarm>`
    SELECT name, key, generation, extract(epoch FROM "dueAt") * 1000 - o."offsetMs" AS "dueAt",
           extract(epoch FROM "rungAt") * 1000 AS "rungAt"
      FROM alarm_book, (SELECT "offsetMs" FROM clock_offset LIMIT 1) o
     WHERE "rungAt" >= "dueAt" - make_interval(secs => o."offsetMs" / 1000)
     ORDER BY alarm_book.id`.execute(db)
  return found.rows.map((row) => ({
    ...row,
    dueAt: Number(row.dueAt),
    rungAt: Number(row.rungAt),
  }))
}

/** How many alarms are due and have not rung. */
export async function alarmsLost(db: Database): Promise<number> {
  const found = await sql<{ lost: number }>`
    SELECT count(*)::int AS lost FROM timer, (SELECT "offsetMs" FROM clock_offset LIMIT 1) o
     WHERE "dueAt" <= clock_timestamp() + make_interval(secs => o."offsetMs" / 1000) - interval '5 seconds'`.execute(
    db,
  )
  return found.rows[0]?.lost ?? 0
}
