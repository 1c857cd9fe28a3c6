/** Writes a backup: all of it, or no file. */
import { access, type FileHandle, open, rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import type { ClientBase, Pool } from 'pg'
import { ZipFile } from 'yazl'
import {
  BadBackup,
  CONTENTS,
  type Contents,
  FILES,
  KEY,
  keyPrint,
  rowsOf,
  type TableRows,
} from './contents.ts'
import { withCopyClient } from './copy-client.ts'
import { beginSnapshot, dumpTable } from './dump-tables.ts'

/** Where photos and files lie (media/storage.ts). */
interface FileSource {
  /** @throws Error when there is no such file */
  read(key: string): Promise<Buffer>
}

export interface BackupDeps {
  readonly pool: Pool
  /** Of the same database. */
  readonly url: string
  readonly files: FileSource
  readonly key: Buffer
  /** Whether the key lies in it: without it a backup shows nobody a phone or a talk, the desk neither. */
  readonly withKey: boolean
  readonly now: Date
}

export interface WrittenBackup {
  readonly contents: Contents
  /** Files that a row names and that could not be read. */
  readonly missing: readonly string[]
}

const FILES_AT_ONCE = 500

/**
 * While it is written it stands beside the path as `….part`. A file that is there already is left alone.
 * @throws BadBackup when there is one
 */
export async function writeBackup(deps: BackupDeps, path: string): Promise<WrittenBackup> {
  const part = `${path}.part`
  const file = await openNew(path, part)
  try {
    const written = await writeTo(file, deps)
    await rename(part, path)
    return written
  } catch (error) {
    await file.close().catch(() => undefined)
    await rm(part, { force: true })
    throw error
  }
}

async function writeTo(file: FileHandle, deps: BackupDeps): Promise<WrittenBackup> {
  const zip = new ZipFile()
  const output = zip.outputStream as Readable
  zip.on('error', (error) => output.destroy(error as Error))
  return await withCopyClient(deps.url, async (client) => {
    const [written] = await Promise.all([
      fill(zip, client, deps),
      pipeline(output, file.createWriteStream({ flush: true })),
    ])
    return written
  })
}

/** Whoever reads a backup reads everybody's name and home: nobody else may. */
async function openNew(path: string, part: string): Promise<FileHandle> {
  try {
    await access(path)
  } catch {
    return await open(part, 'wx', 0o600).catch((error) => {
      if (error.code !== 'EEXIST') throw error
      throw new BadBackup(`${part} 已存在：另一次备份正在写，或上次没有写完；没有在写就删掉它`)
    })
  }
  throw new BadBackup(`${path} 已存在，不会覆盖：请换一个文件名`)
}

async function fill(zip: ZipFile, client: ClientBase, deps: BackupDeps): Promise<WrittenBackup> {
  const { key, withKey, now } = deps
  const { tables, ...snapshot } = await beginSnapshot(client)
  const filled: TableRows[] = []
  for (const table of tables) {
    const write = (rows: Readable) => zip.addReadStream(rows, rowsOf(table.name))
    filled.push({ ...table, rows: await dumpTable(client, table, write) })
  }
  const files = await addFiles(zip, client, deps)
  await client.query('COMMIT')
  if (withKey) zip.addBuffer(Buffer.from(key.toString('hex')), KEY, { mode: 0o100600 })
  const contents: Contents = {
    ...{ format: 1, madeAt: now.toISOString(), ...snapshot, tables: filled },
    ...{ keyPrint: keyPrint(key), files: files.added },
  }
  zip.addBuffer(Buffer.from(JSON.stringify(contents)), CONTENTS)
  zip.end()
  return { contents, missing: files.missing }
}

/** Pictures are packed already. A file is read when the one before has been written: any number fits into memory. */
async function addFiles(zip: ZipFile, client: ClientBase, { files, pool }: BackupDeps) {
  const missing: string[] = []
  let added = 0
  let after = ''
  for (;;) {
    const { rows } = await client.query<{ key: string }>(
      `SELECT "storageKey" AS key FROM media_file WHERE "storageKey" > $1 ORDER BY 1 LIMIT $2`,
      [after, FILES_AT_ONCE],
    )
    for (const { key } of rows) {
      const bytes = await files.read(key).catch(() => null)
      if (bytes !== null) {
        const one = Readable.from([bytes])
        zip.addReadStream(one, `${FILES}${key}`, { compress: false, size: bytes.length })
        await finished(one)
        added += 1
      } else if (await isStillNamed(pool, key)) missing.push(key)
    }
    const last = rows.at(-1)
    if (!last) return { added, missing }
    after = last.key
  }
}

/** What was forgotten while the backup was written is missed by nobody. */
async function isStillNamed(pool: Pool, key: string): Promise<boolean> {
  const found = await pool.query('SELECT 1 FROM media_file WHERE "storageKey" = $1', [key])
  return found.rows.length > 0
}
