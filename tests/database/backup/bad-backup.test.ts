/** Files that are no backup, broken ones, targets that are in use: each is told, and nothing is changed. */
import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { CONTENTS, rowsOf } from '../../../src/database/backup/contents.ts'
import { readBackup } from '../../../src/database/backup/read-backup.ts'
import {
  type BackupBench,
  contentOf,
  memoryFiles,
  openBackupBench,
} from '../../support/backup-bench.ts'
import { openTestDatabase, type TestDatabase } from '../../support/database.ts'

const PHOTO = 'a'.repeat(48)
let source: TestDatabase
let bench: BackupBench
let target: string

beforeAll(async () => {
  source = await openTestDatabase()
  bench = openBackupBench()
  await source.pool.query(`INSERT INTO project (id, "corpId", code, name, "createdAt")
    VALUES ('p', 'corp-1', 'P1', '云锦花园', now())`)
  await source.pool.query(`INSERT INTO media_file (id, "corpId", media, state, "storageKey", "nextAt", "createdAt")
    VALUES ('m', 'corp-1', 'image', 'stored', '${PHOTO}', now(), now())`)
  const files = memoryFiles()
  files.kept.set(PHOTO, Buffer.from('photo'))
  await bench.backUp(source.url, 'good.zip', { files })
  target = await bench.empty()
}, 120_000)
afterAll(async () => {
  await bench.close()
  await source.close()
})

/** The good one again, with some of its parts changed, added (`''` takes one away). */
async function rewritten(
  name: string,
  change: (parts: Map<string, Buffer>) => void,
): Promise<void> {
  const backup = await readBackup(bench.path('good.zip'))
  const parts = new Map<string, Buffer>()
  for (const table of backup.contents.tables)
    parts.set(rowsOf(table.name), await buffer(await backup.rows(table.name)))
  parts.set(`media/${PHOTO}`, await backup.file(PHOTO))
  parts.set(CONTENTS, Buffer.from(JSON.stringify(backup.contents)))
  backup.close()
  change(parts)
  const zip = new ZipFile()
  for (const [path, bytes] of parts) zip.addBuffer(bytes, path)
  zip.end()
  writeFileSync(bench.path(name), await buffer(zip.outputStream))
}

function edited(parts: Map<string, Buffer>, edit: (contents: never) => unknown): void {
  const contents = JSON.parse(String(parts.get(CONTENTS)))
  parts.set(CONTENTS, Buffer.from(JSON.stringify(edit(contents as never) ?? contents)))
}

type Contents = {
  migrations: string[]
  tables: { name: string; columns: string[]; rows: number }[]
  sequences: { name: string; last: string }[]
  files: number
  format: number
}

describe('a file that is no good', () => {
  test.each<readonly [what: string, make: () => unknown, said: RegExp]>([
    ['is not there', () => undefined, /没有这个文件/],
    ['is empty', () => writeFileSync(bench.path('bad.zip'), ''), /不是完整的备份/],
    [
      'is text',
      () => writeFileSync(bench.path('bad.zip'), 'SELECT 1;\n'.repeat(1000)),
      /不是完整的备份/,
    ],
    [
      'was cut off',
      () => {
        const bytes = readFileSync(bench.path('good.zip'))
        writeFileSync(bench.path('bad.zip'), bytes.subarray(0, bytes.length * 0.7))
      },
      /不是完整的备份/,
    ],
    [
      'lacks its last byte',
      () => {
        writeFileSync(bench.path('bad.zip'), readFileSync(bench.path('good.zip')))
        truncateSync(bench.path('bad.zip'), readFileSync(bench.path('good.zip')).length - 1)
      },
      /不是完整的备份/,
    ],
    [
      'has a bit turned in a photo',
      () => {
        const bytes = readFileSync(bench.path('good.zip'))
        const at = bytes.indexOf('photo', bytes.indexOf(`media/${PHOTO}`))
        bytes[at] = (bytes[at] ?? 0) ^ 1
        writeFileSync(bench.path('bad.zip'), bytes)
      },
      /传坏了/,
    ],
    [
      'is some other zip',
      () => rewritten('bad.zip', (parts) => parts.set('xl/workbook.xml', Buffer.from('x'))),
      /别的东西/,
    ],
    [
      'climbs out of its folder',
      async () => {
        await rewritten('bad.zip', (parts) => parts.set('evil-evil-evil', Buffer.from('x')))
        const text = readFileSync(bench.path('bad.zip'), 'latin1')
        writeFileSync(
          bench.path('bad.zip'),
          text.replaceAll('evil-evil-evil', '../../../../xx'),
          'latin1',
        )
      },
      /传坏了，或不是管家的备份/,
    ],
    [
      'was never finished',
      () => rewritten('bad.zip', (parts) => parts.delete(CONTENTS)),
      /不是管家的备份/,
    ],
    [
      'says nothing',
      () => rewritten('bad.zip', (parts) => parts.set(CONTENTS, Buffer.from('{}'))),
      /不是管家的备份/,
    ],
    [
      'says too much',
      () => rewritten('bad.zip', (parts) => parts.set(CONTENTS, Buffer.alloc(5_000_000, ' '))),
      /不是管家的备份/,
    ],
    [
      'is of another format',
      () => rewritten('bad.zip', (parts) => edited(parts, (c: Contents) => ({ ...c, format: 2 }))),
      /更新的版本/,
    ],
    [
      'is of a newer desk',
      () =>
        rewritten('bad.zip', (parts) =>
          edited(parts, (c: Contents) => void c.migrations.push('29990101000000_later')),
        ),
      /先升级/,
    ],
    [
      'is of another desk',
      () =>
        rewritten('bad.zip', (parts) =>
          edited(parts, (c: Contents) => ({ ...c, migrations: ['20200101000000_other'] })),
        ),
      /先升级/,
    ],
    [
      'lacks a table',
      () => rewritten('bad.zip', (parts) => edited(parts, (c: Contents) => void c.tables.pop())),
      /与它自己的版本不符/,
    ],
    [
      'lacks the rows of a table',
      () => rewritten('bad.zip', (parts) => parts.delete(rowsOf('project'))),
      /缺 tables\/project/,
    ],
    [
      'lacks a row',
      () => rewritten('bad.zip', (parts) => parts.set(rowsOf('project'), Buffer.alloc(0))),
      /应有 1 行，读到 0 行/,
    ],
    [
      'has rows of another shape',
      () => rewritten('bad.zip', (parts) => parts.set(rowsOf('project'), Buffer.from('x\ty\n'))),
      /读不进数据库/,
    ],
    [
      'has a table twice',
      () =>
        rewritten('bad.zip', (parts) =>
          edited(parts, (c: Contents) => void c.tables.push(c.tables[0] as never)),
        ),
      /没有的表/,
    ],
    [
      'has a hostile table',
      () =>
        rewritten('bad.zip', (parts) =>
          edited(
            parts,
            (c: Contents) =>
              void c.tables.push({ name: 'x"; DROP TABLE project; --', columns: ['a'], rows: 0 }),
          ),
        ),
      /没有的表/,
    ],
    [
      'has a hostile counter',
      () =>
        rewritten('bad.zip', (parts) =>
          edited(
            parts,
            (c: Contents) =>
              void c.sequences.push({ name: "x'); DROP TABLE project; --", last: '1' }),
          ),
        ),
      /does not exist/,
    ],
    [
      'lacks a photo',
      () => rewritten('bad.zip', (parts) => parts.delete(`media/${PHOTO}`)),
      /应有 1 个文件，只有 0 个/,
    ],
    [
      'has a photo that unpacks to 257 MB',
      () =>
        rewritten('bad.zip', (parts) =>
          parts.set(`media/${PHOTO}`, Buffer.alloc(257 * 1024 * 1024)),
        ),
      /太大/,
    ],
  ])('%s', async (what, make, said) => {
    await make()
    const name = what === 'is not there' ? 'nowhere.zip' : 'bad.zip'
    await expect(bench.restore(target, name)).rejects.toThrow(said)
    const content = await contentOf(target)
    expect(Object.values(content).every((sum) => sum === '0 ')).toBe(true)
  })

  test('and after all of them a good one is still restored', async () => {
    await bench.restore(target, 'good.zip')
    expect(await contentOf(target)).toEqual(await contentOf(source.db))
  })
})

test('a database in use is left as it is', async () => {
  const before = await contentOf(target)
  await expect(bench.restore(target, 'good.zip')).rejects.toThrow('不是空的')
  expect(await contentOf(target)).toEqual(before)
})

test('a connection that breaks half-way leaves an empty database, which can be filled then', async () => {
  const url = await bench.empty()
  const files = memoryFiles()
  const breaking = {
    ...files,
    async write() {
      const client = new Client({ connectionString: url })
      await client.connect()
      await client.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()`)
      await client.end()
    },
  }
  await expect(bench.restore(url, 'good.zip', { files: breaking })).rejects.toThrow(
    /terminat|connection/i,
  )
  expect(Object.values(await contentOf(url)).every((sum) => sum === '0 ')).toBe(true)
  await bench.restore(url, 'good.zip', { files })
  expect(files.kept.get(PHOTO)?.toString()).toBe('photo')
})

describe('where a backup is not written', () => {
  test.each<readonly [what: string, occupy: () => unknown, name: string, said: RegExp]>([
    ['over a file', () => undefined, 'good.zip', /已存在，不会覆盖/],
    [
      'beside one that is being written',
      () => writeFileSync(bench.path('half.zip.part'), ''),
      'half.zip',
      /没有写完/,
    ],
    ['into no folder', () => undefined, 'no/such/folder.zip', /ENOENT/],
  ])('%s', async (_, occupy, name, said) => {
    occupy()
    const before = readFileSync(bench.path('good.zip'))
    await expect(bench.backUp(source.url, name)).rejects.toThrow(said)
    expect(readFileSync(bench.path('good.zip')).equals(before)).toBe(true)
  })

  test('one whose database never answers leaves no file', async () => {
    const nowhere = source.url.replace(/\/[^/]+$/, '/no_such_database')
    await expect(bench.backUp(nowhere, 'never.zip')).rejects.toThrow('does not exist')
    expect(() => readFileSync(bench.path('never.zip.part'))).toThrow('ENOENT')
  })

  test('one whose database goes away leaves no file', async () => {
    const files = memoryFiles(async () => {
      await source.pool.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()`)
    })
    await expect(bench.backUp(source.url, 'gone.zip', { files })).rejects.toThrow()
    expect(() => readFileSync(bench.path('gone.zip'))).toThrow('ENOENT')
    expect(() => readFileSync(bench.path('gone.zip.part'))).toThrow('ENOENT')
  })
})
