/** Watches from inside the database by which clock the desk dates what it writes. */
import { sql } from 'kysely'
import type { Database } from '../../../src/database/open-database.ts'

/** Work that waits for a lock or a line is dated when it began. */
const PATIENCE_MS = 60_000

/** What is written with the moment it is written at. */
const DATED = { inbox_item: 'receivedAt', outbox_item: 'createdAt', timer: 'createdAt' } as const

/** From now on every new row dated a minute or more apart from the database's clock leaves a trace. */
export async function watchDates(db: Database): Promise<void> {
  const statements = [
    `CREATE TABLE date_trace (id bigserial, "table" text, "offMs" float8)`,
    `CREATE FUNCTION note_date() RETURNS trigger LANGUAGE plpgsql AS $$
     DECLARE off float8;
     BEGIN
       SELECT extract(epoch FROM (to_jsonb(NEW)->>TG_ARGV[0])::timestamptz - clock_timestamp()) * 1000 - "offsetMs"
         INTO off FROM clock_offset;
       IF abs(off) > ${PATIENCE_MS} THEN
         INSERT INTO date_trace ("table", "offMs") VALUES (TG_TABLE_NAME, off);
       END IF;
       RETURN NULL;
     END $$`,
    ...Object.entries(DATED).map(
      ([table, column]) => `CREATE TRIGGER note_date AFTER INSERT ON ${table}
         FOR EACH ROW EXECUTE FUNCTION note_date('${column}')`,
    ),
  ]
  for (const statement of statements) await sql.raw(statement).execute(db)
}

interface Misdated {
  readonly table: string
  readonly offMs: number
}

export async function misdatedRows(db: Database): Promise<readonly Misdated[]> {
  const found = await sql<Misdated>`SELECT "table", "offMs" FROM date_trace ORDER BY id`.execute(db)
  return found.rows
}
