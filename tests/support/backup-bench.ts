/** A desk with something in it, a place for backups, and empty databases to restore them to. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { Client } from 'pg'
import { inject } from 'vitest'
import { restoreBackup } from '../../src/database/backup/restore-backup.ts'
import { writeBackup } from '../../src/database/backup/write-backup.ts'
import { type Database, openDatabase } from '../../src/database/open-database.ts'
import { databaseUrl, onServer } from './servers.ts'

export const KEY = Buffer.alloc(32, 7)
const NOW = new Date('2026-11-30T02:00:00Z')

/** Files in memory; `onRead` is called before each is read. */
export function memoryFiles(onRead: (key: string) => Promise<unknown> = async () => undefined) {
  const kept = new Map<string, Buffer>()
  return {
    kept,
    async read(key: string) {
      await onRead(key)
      const bytes = kept.get(key)
      if (!bytes) throw new Error(`no file ${key}`)
      return bytes
    },
    async write(key: string, bytes: Uint8Array) {
      kept.set(key, Buffer.from(bytes))
    },
  }
}
export type MemoryFiles = ReturnType<typeof memoryFiles>

export interface BackupBench {
  readonly folder: string
  path(name: string): string
  /** Of the database behind the url. */
  backUp(
    url: string,
    name: string,
    more?: { files?: MemoryFiles; withKey?: boolean },
  ): Promise<Written>
  /** An empty database. */
  empty(): Promise<string>
  restore(url: string, name: string, more?: RestoreInto): Promise<unknown>
  close(): Promise<void>
}
type Written = Awaited<ReturnType<typeof writeBackup>>
interface RestoreInto {
  readonly files?: MemoryFiles
  readonly dataKey?: string | null
  readonly dataDir?: string
}

let made = 0

export function openBackupBench(): BackupBench {
  const folder = mkdtempSync(join(tmpdir(), 'guanjia-backup-'))
  const databases: string[] = []
  const serverUrl = inject('serverUrl')
  const path = (name: string) => join(folder, name)
  return {
    folder,
    path,
    async backUp(url, name, { files = memoryFiles(), withKey = true } = {}) {
      const { pool, close } = openDatabase(url, () => undefined)
      try {
        return await writeBackup({ pool, url, files, key: KEY, withKey, now: NOW }, path(name))
      } finally {
        await close()
      }
    },
    async empty() {
      const name = `guanjia_b${process.pid}_${made++}_${Math.trunc(performance.now())}`
      await onServer(serverUrl, `CREATE DATABASE ${name}`)
      databases.push(name)
      return databaseUrl(serverUrl, name)
    },
    async restore(
      url,
      name,
      { files = memoryFiles(), dataKey = KEY.toString('hex'), dataDir } = {},
    ) {
      const ground = {
        ...{ databaseUrl: url, dataDir: dataDir ?? path('nothing') },
        ...{ connections: 2, onError: () => undefined },
      }
      return await restoreBackup({ ground, dataKey, files }, path(name))
    },
    async close() {
      for (const name of databases)
        await onServer(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
      rmSync(folder, { recursive: true })
    },
  }
}

/** Table by table, how many rows and their sum: the same where the same lies in it. */
export async function contentOf(at: string | Database): Promise<Readonly<Record<string, string>>> {
  if (typeof at !== 'string')
    return contentBy(async (text) => (await sql.raw(text).execute(at)).rows)
  const client = new Client({ connectionString: at })
  await client.connect()
  try {
    return await contentBy(async (text) => (await client.query(text)).rows)
  } finally {
    await client.end()
  }
}

async function contentBy(ask: (text: string) => Promise<readonly unknown[]>) {
  const tables = (await ask(
    `SELECT tablename AS name FROM pg_tables
      WHERE schemaname = current_schema() AND tablename <> '_prisma_migrations' ORDER BY 1`,
  )) as readonly { name: string }[]
  const content: Record<string, string> = {}
  for (const { name } of tables) {
    const [row] = (await ask(
      `SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS sum
         FROM "${name}" t`,
    )) as readonly { sum: string }[]
    content[name] = row?.sum ?? ''
  }
  return content
}
