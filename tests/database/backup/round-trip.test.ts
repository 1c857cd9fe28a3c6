/** What was backed up is there again: every row, every file, the counters behind them; and the desk worked on meanwhile. */
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { sql } from 'kysely'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { migrate } from '../../../src/database/migrate.ts'
import { readMigrations } from '../../../src/database/migration-files.ts'
import { openDatabase } from '../../../src/database/open-database.ts'
import {
  type BackupBench,
  contentOf,
  KEY,
  type MemoryFiles,
  memoryFiles,
  openBackupBench,
} from '../../support/backup-bench.ts'
import { databaseUrl } from '../../support/servers.ts'
import { openTalkDesk, type TalkDesk } from '../../support/talk-desk.ts'
import { until } from '../../support/until.ts'

const WHO = '张伟'
let desk: TalkDesk
let url: string
let bench: BackupBench
let files: MemoryFiles

beforeAll(async () => {
  desk = await openTalkDesk()
  const found = await sql<{ name: string }>`SELECT current_database() AS name`.execute(desk.db)
  url = databaseUrl(inject('serverUrl'), found.rows[0]?.name ?? '')
  bench = openBackupBench()
  await desk.owner(WHO, '7-3-1204')
  await desk.say(WHO, '厨房水管漏水，明天上午9点到11点在家', '没有', '13788886666', '提交')
  files = memoryFiles()
  for (let index = 0; index < 3; index++) await keepPhoto(Buffer.alloc(5000 * index, index))
}, 240_000)
afterAll(async () => {
  await desk.close()
  await bench.close()
})

async function keepPhoto(bytes: Buffer): Promise<string> {
  const storageKey = randomUUID().replaceAll('-', '')
  files.kept.set(storageKey, bytes)
  const at = desk.clock.now()
  await desk.db
    .insertInto('media_file')
    .values({
      ...{ id: randomUUID(), corpId: 'corp-1', media: 'image', state: 'stored', storageKey },
      ...{ nextAt: at, createdAt: at },
    })
    .execute()
  return storageKey
}

test('every row and every file is there again, in an own file nobody else may read', async () => {
  const before = await contentOf(desk.db)
  const { contents, missing } = await bench.backUp(url, 'whole.zip', { files })
  expect(missing).toEqual([])
  expect(contents.files).toBe(3)
  expect(statSync(bench.path('whole.zip')).mode & 0o777).toBe(0o600)
  expect(existsSync(bench.path('whole.zip.part'))).toBe(false)
  const target = await bench.empty()
  const into = memoryFiles()
  await bench.restore(target, 'whole.zip', { files: into })
  expect(await contentOf(target)).toEqual(before)
  expect(Number(before['ticket']?.split(' ')[0])).toBe(1)
  expect(into.kept).toEqual(files.kept)
})

test('counters go on behind the last row', async () => {
  const target = await bench.empty()
  await bench.restore(target, 'whole.zip')
  const { db, close } = openDatabase(target, () => undefined)
  const next = async (from: typeof db) =>
    (
      await sql<{
        n: string
      }>`SELECT nextval(pg_get_serial_sequence('outbox_item', 'seq')) AS n`.execute(from)
    ).rows[0]?.n
  expect(await next(db)).toBe(await next(desk.db))
  await close()
})

test('it is of one moment, though the desk writes while it is written', async () => {
  // A line of the log and an alarm, always together: a backup of two moments would have more of the later table.
  let isOver = false
  let written = 0
  const writing = (async () => {
    while (!isOver) {
      const id = randomUUID()
      await desk.db.transaction().execute(async (tx) => {
        await sql`INSERT INTO audit_log (id, at, "corpId", "actorKind", action, "subjectKind", "subjectId", detail)
          VALUES (${id}, now(), 'corp-1', 'system', 'pair', 'none', '', '{}')`.execute(tx)
        await sql`INSERT INTO timer (id, name, key, "dueAt", payload, "createdAt", generation, attempts)
          VALUES (${id}, 'pair', ${id}, now(), '{}', now(), 0, 0)`.execute(tx)
      })
      written += 1
    }
  })()
  await until('somebody writes', () => written > 0)
  const begun = written
  const target = await bench.empty()
  await bench.backUp(url, 'busy.zip', { files })
  const during = written - begun
  isOver = true
  await writing
  await bench.restore(target, 'busy.zip')
  const { db, close } = openDatabase(target, () => undefined)
  const ids = async (table: 'audit_log' | 'timer') =>
    (
      await sql<{ id: string }>`SELECT id FROM ${sql.table(table)}
        WHERE ${sql.ref(table === 'timer' ? 'name' : 'action')} = 'pair' ORDER BY 1`.execute(db)
    ).rows
  const logged = await ids('audit_log')
  expect(logged.length).toBeGreaterThanOrEqual(begun)
  expect(await ids('timer')).toEqual(logged)
  await close()
  expect(during).toBeGreaterThan(0)
})

test('what is forgotten while it is written is missed by nobody; what is lost is named', async () => {
  const forgotten = await keepPhoto(Buffer.from('forgotten'))
  const lost = await keepPhoto(Buffer.from('lost'))
  const source = memoryFiles(async (key) => {
    if (key !== forgotten) return
    source.kept.delete(forgotten)
    await desk.db
      .updateTable('media_file')
      .set({ storageKey: null, state: 'forgotten' })
      .where('storageKey', '=', forgotten)
      .execute()
  })
  for (const [key, bytes] of files.kept) source.kept.set(key, bytes)
  source.kept.delete(lost)
  const { contents, missing } = await bench.backUp(url, 'holes.zip', { files: source })
  expect(missing).toEqual([lost])
  const into = memoryFiles()
  await bench.restore(await bench.empty(), 'holes.zip', { files: into })
  expect(into.kept.size).toBe(contents.files)
})

test('a backup of an older desk becomes one of today', async () => {
  const all = await readMigrations()
  const older = { ...all, migrationDirectories: all.migrationDirectories.slice(0, 10) }
  const old = await bench.empty()
  await migrate(old, older)
  const client = new Client({ connectionString: old })
  await client.connect()
  await client.query(`INSERT INTO project (id, "corpId", code, name, "createdAt")
    VALUES ('p', 'corp-1', 'P1', '云锦花园', now())`)
  await client.end()
  await bench.backUp(old, 'old.zip')
  const target = await bench.empty()
  await bench.restore(target, 'old.zip')
  expect(await migrate(target)).toEqual([])
  const { db, close } = openDatabase(target, () => undefined)
  expect(await db.selectFrom('project').select('name').execute()).toEqual([{ name: '云锦花园' }])
  await close()
})

test('without the key nothing of it lies in the file, and the old key opens it', async () => {
  await bench.backUp(url, 'keyless.zip', { files, withKey: false })
  const bytes = readFileSync(bench.path('keyless.zip'))
  expect(bytes.includes('data.key')).toBe(false)
  const target = await bench.empty()
  await expect(bench.restore(target, 'keyless.zip', { dataKey: null })).rejects.toThrow(
    '备份里没有能用的密钥',
  )
  await bench.restore(target, 'keyless.zip')
})

test('with the key an empty folder gets it, and another key that is there already is not replaced', async () => {
  const folder = bench.path('fresh')
  await bench.restore(await bench.empty(), 'whole.zip', { dataKey: null, dataDir: folder })
  expect(readFileSync(`${folder}/data.key`, 'utf8')).toBe(KEY.toString('hex'))
  const other = Buffer.alloc(32, 8).toString('hex')
  writeFileSync(`${folder}/data.key`, other)
  await expect(
    bench.restore(await bench.empty(), 'whole.zip', { dataKey: null, dataDir: folder }),
  ).rejects.toThrow('不是做备份时的那一把')
  expect(readFileSync(`${folder}/data.key`, 'utf8')).toBe(other)
})

test('where the database is in use, the key of the backup is not left behind either', async () => {
  const folder = bench.path('guest')
  await expect(bench.restore(url, 'whole.zip', { dataKey: null, dataDir: folder })).rejects.toThrow(
    '不是空的',
  )
  expect(existsSync(`${folder}/data.key`)).toBe(false)
})
