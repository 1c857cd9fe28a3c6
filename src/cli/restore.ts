/** `npm run restore`: a backup becomes a desk again, on an empty folder or an empty database. */
import { BadBackup, type Contents } from '../database/backup/contents.ts'
import { readArgs } from './read-args.ts'

export interface RestoreCommand {
  /** What follows `npm run restore --`. */
  readonly argv: readonly string[]
  print(line: string): void
  restore(path: string): Promise<Contents>
}

const USAGE = `用法：npm run restore -- 文件.zip
  把 npm run backup 写的文件恢复到空的 DATA_DIR（或 DATABASE_URL 指的空数据库）；已有的内容不会动`

const MISUSED = 2

/** 0 when it was restored, 1 when nothing was, 2 when it was called wrongly. */
export async function restoreCommand({ argv, print, restore }: RestoreCommand): Promise<number> {
  const read = readArgs(argv, {})
  const [path, ...more] = read?.positionals ?? []
  if (!read || !path || more.length > 0) {
    print(USAGE)
    return MISUSED
  }
  try {
    const { madeAt, tables, files } = await restore(path)
    const rows = tables.reduce((sum, table) => sum + table.rows, 0)
    const day = new Date(madeAt).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai' })
    print(`已恢复 ${day} 的备份：${tables.length} 张表 ${rows} 行，${files} 个文件`)
    print('现在可以 npm start；备份之后三天内微信客服收到的消息会重新拉取，不会丢')
    return 0
  } catch (error) {
    if (!(error instanceof BadBackup)) throw error
    print(error.message)
    return 1
  }
}
