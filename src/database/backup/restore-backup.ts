/** Puts a backup into an empty database and an empty place for files. Nothing that is there already is changed. */
import type { MigrationList } from '@prisma/schema-engine-wasm'
import type { ClientBase } from 'pg'
import { dataKeyOr } from '../data-key.ts'
import { migrate } from '../migrate.ts'
import { readMigrations } from '../migration-files.ts'
import { type GroundDeps, openBeside } from '../open-ground.ts'
import { BadBackup, type Contents, keyPrint } from './contents.ts'
import { withCopyClient } from './copy-client.ts'
import { holdEmpty, loadTables } from './load-tables.ts'
import { type ReadBackup, readBackup } from './read-backup.ts'

/** Where photos and files are to lie (media/storage.ts). */
interface FileTarget {
  write(key: string, bytes: Uint8Array): Promise<void>
}

export interface RestoreDeps {
  readonly ground: Omit<GroundDeps, 'migrations'>
  /** DATA_KEY in hex, where it is given. */
  readonly dataKey: string | null
  readonly files: FileTarget
}

/**
 * Ends with a database that the desk can be started on, brought up to the newest migration.
 * @throws BadBackup when the file is none or broken, comes from a newer desk, was sealed with another key, or the
 *   database is not empty; the database is then as it was
 */
export async function restoreBackup(deps: RestoreDeps, path: string): Promise<Contents> {
  const backup = await readBackup(path)
  try {
    const migrations = migrationsOf(backup.contents, await readMigrations())
    const ground = await openBeside({ ...deps.ground, migrations }).catch(asNotEmpty)
    try {
      await withCopyClient(ground.url, (client) => load(client, backup, deps))
      await migrate(ground.url)
    } finally {
      await ground.close()
    }
    return backup.contents
  } finally {
    backup.close()
  }
}

/** Those the backup was made with: its rows fit their tables and no others. */
function migrationsOf({ migrations }: Contents, all: MigrationList): MigrationList {
  const known = all.migrationDirectories.slice(0, migrations.length)
  if (known.map(({ path }) => path).join() !== migrations.join())
    throw new BadBackup('这个备份来自更新的版本，请先升级管家再恢复')
  return { ...all, migrationDirectories: known }
}

/** Before anything is filled in: rows whose key is lost are no use to anybody. */
async function settleKey(deps: RestoreDeps, { contents, key }: ReadBackup): Promise<void> {
  const { dataDir } = deps.ground
  const used = await dataKeyOr(deps.dataKey, dataDir, () => {
    if (key !== null && keyPrint(Buffer.from(key, 'hex')) === contents.keyPrint) return key
    throw new BadBackup(
      `备份里没有能用的密钥：请先把原来的 data.key 放进 ${dataDir}，或设置 DATA_KEY，再恢复`,
    )
  })
  if (keyPrint(used) !== contents.keyPrint)
    throw new BadBackup(
      '这里的密钥（data.key 或 DATA_KEY）不是做备份时的那一把：恢复了也读不出手机号和聊天',
    )
}

function asNotEmpty(error: Error & { code?: string }): never {
  if (error.code !== 'migration-refused') throw error
  throw new BadBackup(`目标数据库已经在用，什么都没有改：请恢复到空的数据库（${error.message}）`)
}

async function load(client: ClientBase, backup: ReadBackup, deps: RestoreDeps): Promise<void> {
  const { contents, files } = backup
  if (files.length !== contents.files)
    throw new BadBackup(`备份里应有 ${contents.files} 个文件，只有 ${files.length} 个`)
  await client.query('BEGIN')
  await holdEmpty(client, contents)
  await settleKey(deps, backup)
  await loadTables(client, contents, backup.rows)
  // Under keys nobody could guess and nobody has: what is left of an attempt that failed is in nobody's way.
  for (const key of files) await deps.files.write(key, await backup.file(key))
  await client.query('COMMIT')
}
