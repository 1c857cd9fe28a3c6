/** The database goes away, comes back, hangs, is slow, is full of others, or another takes its place. */

import { join } from 'node:path'
import { Client } from 'pg'
import type { Scenario } from '../run-scenario.ts'
import { debianBinaries, openStandby } from '../servers/postgres.ts'
import type { Stage } from '../stage.ts'
import { repeat } from './repeat.ts'

export const databaseKilled: Scenario = {
  id: 'postgres-kill',
  what: 'SIGKILL of the database server, which is started again',
  run: (stage, forMs) =>
    repeat(stage, forMs, 'kills of the database', async () => {
      await stage.postgres.kill()
      await stage.rest(stage.chance.between(0, 2_000))
      await stage.postgres.start()
    }),
}

export const databaseRestarted: Scenario = {
  id: 'postgres-restart',
  what: 'the database server is stopped, in order or in the middle of everything, and started again',
  run: (stage, forMs) =>
    repeat(stage, forMs, 'restarts of the database', async () => {
      await stage.postgres.stop(stage.chance.fraction() < 0.5 ? 'fast' : 'immediate')
      await stage.rest(stage.chance.between(0, 3_000))
      await stage.postgres.start()
    }),
}

export const powerCut: Scenario = {
  id: 'power-cut',
  what: 'desk and database are killed at the same moment and started again',
  run: (stage, forMs) =>
    repeat(stage, forMs, 'power cuts', async () => {
      const { processes, postgres } = stage
      await Promise.all([
        postgres.kill(),
        processes.end(['web', 'worker-1', 'worker-2'], 'SIGKILL'),
      ])
      await postgres.start()
      await processes.startAll()
    }),
}

/** Longer than the desk waits for an answer, shorter than what anybody would take for the end. */
const HUSH_MS = 8_000

export const databaseHangs: Scenario = {
  id: 'postgres-hang',
  what: 'the line to the database is silent for seconds, breaks, or is slow',
  run: (stage, forMs) =>
    repeat(stage, forMs, 'disturbances of the line to the database', async () => {
      const { toPostgres, chance, rest } = stage
      const kind = chance.between(0, 2)
      if (kind === 0) toPostgres.hush()
      else if (kind === 1) toPostgres.cut()
      else toPostgres.delay(100)
      await rest(kind === 1 ? 2_000 : HUSH_MS)
      toPostgres.mend()
    }),
}

export const connectionsTaken: Scenario = {
  id: 'connections',
  what: 'every connection the database has left is taken by others, for seconds',
  run: (stage, forMs) =>
    repeat(stage, forMs, 'times without a free connection', async () => {
      const taken = await takeAllConnections(stage)
      stage.toPostgres.leadTo(stage.postgres.port)
      await stage.rest(5_000)
      await Promise.all(taken.map((client) => client.end()))
    }),
}

/** Until the server refuses one more. */
async function takeAllConnections({ postgres }: Stage): Promise<Client[]> {
  const taken: Client[] = []
  for (;;) {
    const client = new Client({ connectionString: postgres.url })
    client.on('error', () => undefined)
    try {
      await client.connect()
    } catch {
      return taken
    }
    taken.push(client)
  }
}

export const failOver: Scenario = {
  id: 'postgres-failover',
  what: 'the database server is lost under load; a streaming standby becomes the one that writes',
  lacks: () => (debianBinaries() ? null : 'PostgreSQL 15 with pg_basebackup is not installed'),
  postgres: (folder) => ({
    folder: join(folder, 'postgres'),
    binaries: debianBinaries() as string,
    settings: { wal_level: 'replica', max_wal_senders: 5 },
  }),
  async run(stage, forMs) {
    const binaries = debianBinaries() as string
    const place = { folder: join(stage.folder, 'standby'), binaries }
    const standby = await openStandby(place, stage.postgres)
    await stage.waitForCommitsAt(standby)
    await stage.rest(forMs / 2)
    await stage.ledger.during(async () => {
      await stage.postgres.kill()
      await standby.promote()
      await stage.takeOver(standby)
    })
    stage.ledger.count('fail-overs')
    await stage.rest(forMs / 2)
  },
}
