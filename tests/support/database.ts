/** A fresh, migrated database for one suite. */
import { inject } from 'vitest'
import { type OpenDatabase, openDatabase } from '../../src/database/open-database.ts'
import { databaseUrl, onServer } from './servers.ts'

let made = 0

export interface TestDatabase extends OpenDatabase {
  readonly url: string
}

/** Copied from the migrated template: about 50 ms. `close` drops it. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const serverUrl = inject('serverUrl')
  const name = `guanjia_t${process.pid}_${made++}_${Math.trunc(performance.now())}`
  await createFromTemplate(serverUrl, name)
  const url = databaseUrl(serverUrl, name)
  // Dropping the database below ends idle connections; that is no error of a test.
  const open = openDatabase(url, () => undefined)
  return {
    ...open,
    url,
    async close() {
      await open.close()
      await onServer(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`)
    },
  }
}

/** PostgreSQL copies a template only while nobody else does. */
async function createFromTemplate(serverUrl: string, name: string): Promise<void> {
  for (let left = 50; ; left--) {
    try {
      return await onServer(serverUrl, `CREATE DATABASE ${name} TEMPLATE ${inject('templateName')}`)
    } catch (error) {
      const inUse = (error as { code?: string }).code === '55006'
      if (!inUse || left === 0) throw error
    }
  }
}
