/** `npm run backup`: everything the desk knows, into one file, while it goes on working. */
import { BadBackup } from '../database/backup/contents.ts'
import type { WrittenBackup } from '../database/backup/write-backup.ts'
import { readArgs } from './read-args.ts'

export interface BackupCommand {
  /** What follows `npm run backup --`. */
  readonly argv: readonly string[]
  print(line: string): void
  write(path: string, withKey: boolean): Promise<WrittenBackup>
}

const USAGE = `用法：npm run backup -- 文件.zip [--without-key]
  把数据库、照片和密钥写成一个文件，服务台照常运行；已有的文件不会覆盖。恢复：npm run restore -- 文件.zip
  --without-key   不写进密钥（data.key 或 DATA_KEY）：备份拿到别处谁也读不出手机号和聊天，恢复时要另备密钥`

const MISUSED = 2

/** 0 when all of it was written, 1 when not or not all, 2 when it was called wrongly. */
export async function backupCommand({ argv, print, write }: BackupCommand): Promise<number> {
  const read = readArgs(argv, { 'without-key': { type: 'boolean' } })
  const [path, ...more] = read?.positionals ?? []
  if (!read || !path || more.length > 0) {
    print(USAGE)
    return MISUSED
  }
  const withKey = read.values['without-key'] !== true
  try {
    const { contents, missing } = await write(path, withKey)
    const rows = contents.tables.reduce((sum, table) => sum + table.rows, 0)
    print(`已备份到 ${path}：${contents.tables.length} 张表 ${rows} 行，${contents.files} 个文件`)
    print(
      withKey
        ? '密钥也在里面：谁拿到它就能读出所有人的资料，请像钥匙一样保管'
        : '密钥不在里面：请另外保管好 data.key 或 DATA_KEY，没有它恢复不了',
    )
    for (const key of missing) print(`读不到的文件：${key}`)
    return missing.length === 0 ? 0 : 1
  } catch (error) {
    if (!(error instanceof BadBackup)) throw error
    print(error.message)
    return 1
  }
}
