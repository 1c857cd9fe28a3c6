/** What a call of `npm run report` asks for, and what it is given to work with. */
import { parseArgs } from 'node:util'
import type { Words } from '../conversation/words.ts'
import type { Database } from '../database/open-database.ts'
import type { Rules } from '../desk/rules.ts'
import { reportMonth } from '../report/month.ts'

export interface ReportCommand {
  /** What follows `npm run report --`. */
  readonly argv: readonly string[]
  readonly rules: Rules
  readonly words: Words
  print(line: string): void
  /** Opens the desk of a company, of the first one unless told; not called for what needs none. */
  open(company: string | undefined): Promise<ReportDesk>
}

export interface ReportDesk {
  readonly db: Database
  readonly now: Date
  readonly newId: () => string
  readonly corpId: string
  close(): Promise<void>
}

export const USAGE = `用法：
  npm run report -- --month 年-月 [--project 小区名称] [--out 文件夹] [--force]
                                        为每个小区写一份月报（xlsx和html），例如 --month 2026-10
      --project 小区名称                只写这个小区的（默认所有小区各一份）
      --out 文件夹                      写到哪里（默认当前文件夹）
      --force                           覆盖已有的同名文件
      --company 企业ID                  接入了几家企业时，写明是哪一家的（默认第一家）`

export interface Wish {
  readonly month: string
  readonly project: string | undefined
  readonly company: string | undefined
  readonly out: string
  readonly force: boolean
}

/** An empty reason asks for the usage alone. */
export function readWish(argv: readonly string[]): Wish | { readonly reason: string } {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        month: { type: 'string' },
        project: { type: 'string' },
        company: { type: 'string' },
        out: { type: 'string' },
        force: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    const { month, project, company, out = '.', force = false, help } = values
    if (help) return { reason: '' }
    if (month === undefined) return { reason: '请写明是哪个月的月报，例如 --month 2026-10。' }
    if (reportMonth(month, new Date(8.64e15)) === null) {
      return { reason: `“${month}”不是月份。--month 应如 2026-10。` }
    }
    return { month, project, company, out, force }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return { reason: `看不懂这样的写法：${argv.join(' ')}` }
  }
}
