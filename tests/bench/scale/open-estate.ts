/** A database with a seeded year in it, made for one run and dropped after it. */
import { Client } from 'pg'
import { migrate } from '../../../src/database/migrate.ts'
import { type OpenDatabase, openDatabase } from '../../../src/database/open-database.ts'
import { keepCategoryNodes } from '../../../src/desk/figures/category-nodes.ts'
import type { Rules } from '../../../src/desk/rules.ts'
import { databaseUrl, onServer } from '../../support/servers.ts'
import { seedClocks } from './seed-clocks.ts'
import { estateOf, RANDOM, seedPlaces } from './seed-places.ts'
import { seedTickets } from './seed-tickets.ts'

export interface Estate extends OpenDatabase {
  readonly url: string
  readonly tickets: number
  readonly clocks: number
  readonly seedSeconds: number
  readonly bytes: number
  close(): Promise<void>
}

/** Seeds a year of so many tickets on a server; the same number gives the same rows. */
export async function openEstate(
  serverUrl: string,
  tickets: number,
  rules: Rules,
): Promise<Estate> {
  const name = `guanjia_scale_${tickets}`
  await onServer(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  await onServer(serverUrl, `CREATE DATABASE ${name}`)
  const url = databaseUrl(serverUrl, name)
  await migrate(url)
  const open = openDatabase(url, () => undefined)
  const begun = performance.now()
  await keepCategoryNodes(open.db, rules.categories)
  await seed(url, tickets, rules)
  const seedSeconds = (performance.now() - begun) / 1000
  const { rows } = await open.pool.query(
    `SELECT (SELECT count(*)::int FROM sla_clock) AS clocks, pg_database_size(current_database())::float8 AS bytes`,
  )
  return {
    ...open,
    ...{ url, tickets, seedSeconds, clocks: rows[0].clocks, bytes: rows[0].bytes },
    async close() {
      await open.close()
      await onServer(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`)
    },
  }
}

/** One session: the rows are written as fast as the server takes them, then looked at once for the planner. */
async function seed(url: string, tickets: number, rules: Rules): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(`SET synchronous_commit = off`)
    await client.query(`SET work_mem = '64MB'`)
    const estate = estateOf(tickets)
    const statements = [
      RANDOM,
      ...seedPlaces(estate),
      ...seedTickets(tickets, rules.categories, estate),
      ...seedClocks(),
      'DROP TABLE draft',
      'VACUUM ANALYZE',
    ]
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}
