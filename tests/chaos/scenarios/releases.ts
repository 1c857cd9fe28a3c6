/** The next build takes over from the one that runs, one process at a time, while people go on. */
import { join } from 'node:path'
import { Client } from 'pg'
import type { Part } from '../processes.ts'
import type { Scenario } from '../run-scenario.ts'
import { nextRelease } from '../servers/next-release.ts'
import type { Stage } from '../stage.ts'

/** The first of the next build migrates, beside one web process and one worker of the build before. */
const ORDER: readonly Part[] = ['worker-1', 'web', 'worker-2']

export const twoVersions: Scenario = {
  id: 'two-versions',
  what: 'the next build, with another flow, other rules and a newer schema, takes over one process after the other',
  reportsAllAlong: true,
  run: rollOut,
}

/** Rows long done, in the table every callback writes to. */
const OLD_ROWS = 300_000
/** Somebody reads that table meanwhile, as a backup does. */
const READING_MS = 12_000

export const migration: Scenario = {
  id: 'migration',
  what: 'a process that starts brings a large database to a newer schema, while others work on it and somebody reads it',
  /** The platform hangs up after five seconds. */
  answerWithinMs: 4_500,
  async run(stage, forMs) {
    await addOldRows(stage)
    const read = readFor(stage, READING_MS)
    await Promise.all([read, rollOut(stage, forMs)])
  },
}

/** All parts within `forMs`, with time in between in which both builds work. No outage: nothing stands still. */
async function rollOut(stage: Stage, forMs: number): Promise<void> {
  const { processes, ledger, rest, folder } = stage
  const next = nextRelease(join(folder, 'next'), stage)
  for (const part of ORDER) {
    ledger.count('talks in the middle', ledger.matters.size - ledger.told.size)
    processes.become(part, next)
    await processes.bounce([part], 'SIGTERM')
    ledger.count('processes taken over')
    await rest(forMs / ORDER.length)
  }
}

async function addOldRows({ postgres, ledger }: Stage): Promise<void> {
  await asked(postgres.url, async (client) => {
    // The judge's triggers are not for these.
    await client.query('SET session_replication_role = replica')
    await client.query(`
      INSERT INTO inbox_item (id, "corpId", "conversationId", key, kind, content, "sentAt", "receivedAt",
                              "readyAt", "capAt", "doneAt", outcome)
      SELECT 'old-' || n, c."corpId", c.id, 'old/' || n, 'event', '', at, at, at, at, at, 'done'
        FROM generate_series(1, ${OLD_ROWS}) AS n,
             (SELECT id, "corpId", "createdAt" AS at FROM conversation ORDER BY id LIMIT 1) AS c`)
    ledger.count('old rows', OLD_ROWS)
  })
}

async function readFor({ postgres, rest }: Stage, ms: number): Promise<void> {
  await asked(postgres.url, async (client) => {
    await client.query('BEGIN')
    await client.query('SELECT count(*) FROM inbox_item')
    await rest(ms)
    await client.query('COMMIT')
  })
}

async function asked(url: string, ask: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await ask(client)
  } finally {
    await client.end()
  }
}
