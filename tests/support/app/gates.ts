/** Points in the desk's work at which processes are held still, so that a test kills one just there and not somewhere near. */
import { sql } from 'kysely'
import type { Database, Tx } from '../../../src/database/open-database.ts'
import { until } from '../until.ts'

/** Any fixed number: it names the gates among the advisory locks of the test's database. */
const GATES = 4712

/** What a process does next when it stands at the gate; everything of the same transaction is undone with it. */
const TRIGGERS = {
  keeping: `BEFORE INSERT ON inbox_item FOR EACH ROW WHEN (NEW.kind = 'text')`,
  answering: `BEFORE INSERT ON outbox_item FOR EACH ROW WHEN (NEW.key LIKE 'turn-%')`,
  committing: 'BEFORE UPDATE OF turns ON conversation FOR EACH ROW',
  claiming: `BEFORE UPDATE ON outbox_item FOR EACH ROW
             WHEN (OLD.state = 'queued' AND NEW.state = 'sending')`,
  settling: `BEFORE UPDATE ON outbox_item FOR EACH ROW
             WHEN (OLD.state = 'sending' AND NEW.state <> 'sending')`,
  stepping: 'BEFORE INSERT ON ticket_event FOR EACH ROW',
  ringing: 'AFTER DELETE ON timer FOR EACH ROW',
  ordering: 'BEFORE INSERT ON remote_order FOR EACH ROW',
  taking: `BEFORE UPDATE ON remote_order FOR EACH ROW
           WHEN (OLD.state = 'queued' AND NEW.state = 'running')`,
  noting: `BEFORE UPDATE ON remote_order FOR EACH ROW
           WHEN (OLD.state = 'running' AND NEW.state <> 'running')`,
  resulting: `BEFORE INSERT ON inbox_item FOR EACH ROW WHEN (NEW.kind = 'result')`,
} as const

type Trigger = keyof typeof TRIGGERS
/** `beginning`: messages are kept, and no turn of a known conversation begins. */
export type Point = Trigger | 'beginning'

export interface Gate {
  readonly point: Point
  /** Waits until somebody can be killed there; the names of all processes it can be. */
  reached(): Promise<readonly string[]>
  /** Lets everybody through. */
  open(): Promise<void>
}

/** A process at a gate may have been killed and be on its way back before. */
const REACH_MS = 90_000

/** Once for a database, before the first gate is shut. */
export async function placeGates(db: Database): Promise<void> {
  for (const [at, [point, when]] of Object.entries(TRIGGERS).entries()) {
    await sql
      .raw(`CREATE FUNCTION gate_${point}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM pg_advisory_xact_lock_shared(${GATES}, ${at}); RETURN NEW; END $$`)
      .execute(db)
    const trigger = `CREATE TRIGGER gate_${point} ${when} EXECUTE FUNCTION gate_${point}()`
    await sql.raw(trigger).execute(db)
  }
}

/** Shuts the gates, lets `run` do what it likes with them, and opens those that are left whatever happened. */
export async function withGates<Result>(
  db: Database,
  points: readonly Point[],
  run: (gates: readonly Gate[]) => Promise<Result>,
): Promise<Result> {
  const gates: Gate[] = []
  try {
    for (const point of points) gates.push(await shut(db, point))
    return await run(gates)
  } finally {
    for (const gate of gates) await gate.open()
  }
}

/** The gate is a lock of a transaction of its own, which ends when the gate opens. */
async function shut(db: Database, point: Point): Promise<Gate> {
  let letGo = () => {}
  const isToOpen = new Promise<void>((resolve) => {
    letGo = resolve
  })
  let isShut = () => {}
  const shutting = new Promise<void>((resolve) => {
    isShut = resolve
  })
  const held = db.transaction().execute(async (tx) => {
    await take(tx, point)
    isShut()
    await isToOpen
  })
  await Promise.race([shutting, held])
  return {
    point,
    reached: () =>
      until(
        `a process is at ${point}`,
        async () => {
          const names = await standingAt(db, point)
          return names.length > 0 ? names : undefined
        },
        REACH_MS,
      ),
    async open() {
      letGo()
      await held
    },
  }
}

async function take(tx: Tx, point: Point): Promise<void> {
  if (point === 'beginning') {
    // A turn takes the same lock and passes over the row when it cannot have it.
    await sql`SELECT id FROM conversation FOR NO KEY UPDATE`.execute(tx)
    return
  }
  await sql`SELECT pg_advisory_xact_lock(${GATES}, ${placeOf(point)})`.execute(tx)
}

function placeOf(point: Trigger): number {
  return Object.keys(TRIGGERS).indexOf(point)
}

async function standingAt(db: Database, point: Point): Promise<readonly string[]> {
  const found =
    point === 'beginning'
      ? await sql<{ name: string }>`
          SELECT DISTINCT application_name AS name FROM pg_stat_activity
           WHERE datname = current_database() AND application_name <> ''
             AND EXISTS (SELECT FROM inbox_item WHERE "doneAt" IS NULL AND kind = 'text')`.execute(
          db,
        )
      : await sql<{ name: string }>`
          SELECT DISTINCT application_name AS name FROM pg_locks JOIN pg_stat_activity USING (pid)
           WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()
             AND classid = ${GATES}::int::oid AND objid = ${placeOf(point)}::int::oid`.execute(db)
  return found.rows.map(({ name }) => name)
}

/**
 * Ends what a killed process had open. The server does so itself as soon as it writes to such a connection or reads
 * from it, but one that waits for a lock does neither.
 */
export async function forgetDead(db: Database, name: string): Promise<void> {
  await sql`SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
             WHERE datname = current_database() AND application_name = ${name}`.execute(db)
}
