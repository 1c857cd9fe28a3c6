/** `npm run clocks -- check FILE.json`: holds the desk's clocks against times that somebody else expects. */
import { readFile, stat } from 'node:fs/promises'
import { BadCaseFile, readCaseFile } from '../desk/clocks/cases/case-file.ts'
import { checkCases, type DifferentRow } from '../desk/clocks/cases/check-cases.ts'

export interface ClocksCommand {
  /** What stands behind the command's name: `check FILE.json`. */
  readonly argv: readonly string[]
  readonly print: (line: string) => void
}

const USAGE = `用法 / usage:
  clocks check 文件.json    逐条计算文件里的时限，列出不一致的 / compute every row of the file, print the rows that differ`

const DISPUTES = {
  'closing-time':
    '有争议：正好落在下班时刻，我们停在那里 / disputed: lands on closing time, ours stays there',
  seconds: '有争议：我们保留秒 / disputed: ours keeps the seconds',
} as const

/** A file of sentences, not of data: read whole. */
const MOST_BYTES = 64 * 1024 * 1024

/** 0 when all rows agree or differ only where systems dispute, 1 when a row differs, 2 when the command or file is no good. */
export async function clocksCommand({ argv, print }: ClocksCommand): Promise<number> {
  const [command, path, ...more] = argv
  if (command !== 'check' || path === undefined || more.length > 0) {
    print(USAGE)
    return 2
  }
  try {
    return check(await textOf(path), print)
  } catch (error) {
    if (!(error instanceof BadCaseFile)) throw error
    print(`读不了这个文件 / cannot use this file: ${path}`)
    print(error.message)
    return 2
  }
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
