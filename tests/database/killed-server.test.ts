import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { expect, test } from 'vitest'
import { startEmbeddedPostgres } from '../../src/database/embedded-postgres.ts'

/** Counts for seconds without looking up, as a server process does that does not notice its master's death. */
const BUSY = 'SELECT count(*) FROM generate_series(1, 20000000)'

test('a start waits for the processes a killed server left behind', {
  timeout: 90_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'killed-server-'))
  await chmod(folder, 0o755)
  const first = await startEmbeddedPostgres(folder)
  const client = new Client({ connectionString: first.url })
  client.on('error', () => undefined)
  await client.connect()
  const counting = client.query(BUSY).catch(() => undefined)
  await untilBusy(first.url)
  const pidFile = await readFile(join(folder, 'postgres/cluster/postmaster.pid'), 'utf8')
  process.kill(Number(pidFile.split('\n')[0]), 'SIGKILL')

  const second = await startEmbeddedPostgres(folder)
  const again = new Client({ connectionString: second.url })
  await again.connect()
  expect((await again.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  await again.end()
  await counting
  await second.stop()
  await rm(folder, { recursive: true })
})

async function untilBusy(url: string): Promise<void> {
  const watcher = new Client({ connectionString: url })
  watcher.on('error', () => undefined)
  await watcher.connect()
  const busy = "SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query = $1"
  while ((await watcher.query(busy, [BUSY])).rows.length === 0);
  await watcher.end()
}
