/** A whole desk outside the test runner, for commands: with a database server of its own, all gone afterwards. */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '../../../src/database/embedded-postgres.ts'
import { migrate } from '../../../src/database/migrate.ts'
import { openDatabase } from '../../../src/database/open-database.ts'
import { databaseUrl, onServer } from '../servers.ts'
import { buildNow } from './build-now.ts'
import { type DeskOptions, openDeskOn, type TestDesk } from './desk-on-database.ts'

const DATABASE = 'guanjia_stray'

/** Builds when a source is newer than the build. `close` stops the server too. */
export async function openStrayDesk(options: DeskOptions): Promise<TestDesk> {
  const entry = buildNow()
  const home = await mkdtemp(join(tmpdir(), 'guanjia-stray-'))
  await chmod(home, 0o755)
  const server = await startEmbeddedPostgres(home)
  await onServer(server.url, `CREATE DATABASE ${DATABASE}`)
  const url = databaseUrl(server.url, DATABASE)
  await migrate(url)
  const open = openDatabase(url, () => undefined)
  const close = async () => {
    await open.close()
    await server.stop()
    await rm(home, { recursive: true, force: true })
  }
  return openDeskOn({ entry, url, db: open.db, close }, options)
}
