/** A database with an estate of so many homes on a server, for one broadcast. */
import { Client } from 'pg'
import { migrate } from '../../../src/database/migrate.ts'
import { databaseUrl, onServer } from '../../support/servers.ts'
import { seedHomes } from './homes.ts'
import { PLATFORM_TABLES } from './platform.ts'

export async function seededHomes(serverUrl: string, homes: number) {
  const name = `guanjia_broadcast_${homes}_${process.pid}`
  await onServer(serverUrl, `CREATE DATABASE ${name}`)
  const url = databaseUrl(serverUrl, name)
  await migrate(url)
  await fill(url, homes)
  return { url, drop: () => onServer(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`) }
}

async function fill(url: string, homes: number): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('SET synchronous_commit = off')
    for (const statement of [...PLATFORM_TABLES, ...seedHomes(homes)]) await client.query(statement)
  } finally {
    await client.end()
  }
}
