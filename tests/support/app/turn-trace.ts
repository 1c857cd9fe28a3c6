/** Watches turns from inside the database: which process took each, and whether two ever met in one conversation. */
import { sql } from 'kysely'
import type { Database } from '../../../src/database/open-database.ts'

export interface TakenTurn {
  readonly conversationId: string
  /** The application name of the process's connection. */
  readonly takenBy: string
}

/**
 * From now on every turn that says something takes 30 ms longer, leaves a row saying whose it was, and breaks with
 * "two turns at once" when another of the same conversation is under way. The mark of a turn under way is an
 * advisory lock of the watch's own, until the transaction ends.
 */
export async function watchTurns(db: Database): Promise<void> {
  const statements = [
    `CREATE TABLE turn_trace (id bigserial, "conversationId" text, "takenBy" text)`,
    `CREATE FUNCTION mark_turn() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       IF NEW.key NOT LIKE 'turn-%' THEN RETURN NEW; END IF;
       IF NOT pg_try_advisory_xact_lock(4711, hashtext(NEW.lane)) THEN
         RAISE EXCEPTION 'two turns at once in %', NEW.lane;
       END IF;
       PERFORM pg_sleep(0.03);
       RETURN NEW;
     END $$`,
    `CREATE TRIGGER mark_turn BEFORE INSERT ON outbox_item FOR EACH ROW EXECUTE FUNCTION mark_turn()`,
    `CREATE FUNCTION note_turn() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       INSERT INTO turn_trace ("conversationId", "takenBy")
       VALUES (NEW.id, current_setting('application_name'));
       RETURN NULL;
     END $$`,
    `CREATE TRIGGER note_turn AFTER UPDATE OF turns ON conversation
       FOR EACH ROW EXECUTE FUNCTION note_turn()`,
  ]
  for (const statement of statements) await sql.raw(statement).execute(db)
}

/** All turns taken since, in the order they ended. */
export async function turnsTaken(db: Database): Promise<readonly TakenTurn[]> {
  const found = await sql<TakenTurn>`
    SELECT "conversationId", "takenBy" FROM turn_trace ORDER BY id`.execute(db)
  return found.rows
}
