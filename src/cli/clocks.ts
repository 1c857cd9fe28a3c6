/** `npm run clocks`: holds the desk's clocks against times somebody else expects, and brings in a year's holidays. */
import { readFile, stat } from 'node:fs/promises'
import { BadCaseFile, readCaseFile } from '../desk/clocks/cases/case-file.ts'
import { checkCases, type DifferentRow } from '../desk/clocks/cases/check-cases.ts'
import { BadYearFile, readYearFile } from '../desk/clocks/statutory/year-file.ts'

export interface ClocksCommand {
  /** What stands behind the command's name: `check FILE.json`. */
  readonly argv: readonly string[]
  readonly print: (line: string) => void
  /** Opens the desk's database; not called for what needs none. */
  readonly open: () => Promise<HolidayBook>
}

/** Where a year is kept. */
export interface HolidayBook {
  /** `known` when it is what is known already. */
  keep(text: string): Promise<'kept' | 'known'>
  close(): Promise<void>
}

const USAGE = `用法 / usage:
  clocks check 文件.json       逐条计算文件里的时限，列出不一致的 / compute every row of the file, print the rows that differ
  clocks holidays 文件.json    导入一年的放假安排（holiday-cn 格式），由各小区经理在企业微信确认后生效 /
                               bring in a year's holidays (the form of holiday-cn); each project's manager confirms them`

const DISPUTES = {
  'closing-time':
    '有争议：正好落在下班时刻，我们停在那里 / disputed: lands on closing time, ours stays there',
  seconds: '有争议：我们保留秒 / disputed: ours keeps the seconds',
} as const

/** A file of sentences, not of data: read whole. */
const MOST_BYTES = 64 * 1024 * 1024

/** 0 when all rows agree or differ only where systems dispute, 1 when a row differs, 2 when the command or file is no good. */
export async function clocksCommand({ argv, print, open }: ClocksCommand): Promise<number> {
  const [command, path, ...more] = argv
  const isKnown = command === 'check' || command === 'holidays'
  if (!isKnown || path === undefined || more.length > 0) {
    print(USAGE)
    return 2
  }
  try {
    const text = await textOf(path)
    return command === 'check' ? check(text, print) : await bringIn(text, { print, open })
  } catch (error) {
    if (!(error instanceof BadCaseFile || error instanceof BadYearFile)) throw error
    print(`读不了这个文件 / cannot use this file: ${path}`)
    print(error.message)
    return 2
  }
}

/** The file is read before the database is opened: a wrong one changes nothing. */
async function bringIn(
  text: string,
  { print, open }: Pick<ClocksCommand, 'print' | 'open'>,
): Promise<number> {
  const { year, days } = readYearFile(text)
  if (days.length === 0) throw new BadYearFile('days: 没有日期 / there are none')
  const book = await open()
  const outcome = await book.keep(text).finally(() => book.close())
  const off = days.filter(({ kind }) => kind === 'off').length
  const what = `${year}：放假${off}天，调休上班${days.length - off}天 / ${off} days off, ${days.length - off} worked`
  print(what)
  print(
    outcome === 'known'
      ? '与已有的相同，没有变化 / known already, nothing changes'
      : "已导入，等各小区经理在企业微信确认 / brought in; each project's manager is asked to confirm",
  )
  return 0
}

function check(text: string, print: ClocksCommand['print']): number {
  const { total, different } = checkCases(readCaseFile(text))
  for (const row of different) print(lineOf(row))
  print(`agreed ${total - different.length} of ${total}`)
  return different.some(({ dispute }) => dispute === null) ? 1 : 0
}

function lineOf({ place, row, expected, computed, dispute }: DifferentRow): string {
  const what = `${place} ${row.calendar} ${row.start.toISOString()}: 期望 / expected ${expected}, 算得 / computed ${computed}`
  const remarks = [dispute && DISPUTES[dispute], row.source, row.note].filter(Boolean)
  return remarks.length > 0 ? `${what} (${remarks.join('; ')})` : what
}

async function textOf(path: string): Promise<string> {
  const size = await stat(path).then(
    (found) => (found.isFile() ? found.size : Number.NaN),
    () => Number.NaN,
  )
  if (Number.isNaN(size)) throw new BadCaseFile('file: 没有这个文件 / there is no such file')
  if (size > MOST_BYTES) throw new BadCaseFile(`file: 太大 / too large (${size} bytes)`)
  return await readFile(path, 'utf8')
}
