/** `npm run report`: writes the monthly report of each project for its owners' committee. */
import { resolve } from 'node:path'
import { sql } from 'kysely'
import type { Database } from '../database/open-database.ts'
import { keepCategoryNodes } from '../desk/figures/category-nodes.ts'
import { type ReportMonth, reportMonth } from '../report/month.ts'
import { FolderRefused, takenNames } from '../report/write/save-files.ts'
import { type NamedProject, namedProjects } from './report-projects.ts'
import { type ReportCommand, type ReportDesk, readWish, USAGE, type Wish } from './report-wish.ts'
import { writeOne } from './report-write.ts'

const REFUSED = 1
const MISUSED = 2

/** 0 when at least one report was written, 1 when none could be, 2 when it was called wrongly. */
export async function reportCommand(command: ReportCommand): Promise<number> {
  const { print } = command
  const wish = readWish(command.argv)
  if ('reason' in wish) {
    print(wish.reason === '' ? USAGE : `${wish.reason}\n\n${USAGE}`)
    return wish.reason === '' ? 0 : MISUSED
  }
  const desk = await command.open(wish.company)
  try {
    return await reportFor(command, desk, wish)
  } catch (error) {
    if (!(error instanceof FolderRefused)) throw error
    print(`写不进这个文件夹：${resolve(wish.out)}（${error.code}）。请检查路径、权限和磁盘空间。`)
    return REFUSED
  } finally {
    await desk.close()
  }
}

async function reportFor(command: ReportCommand, desk: ReportDesk, wish: Wish): Promise<number> {
  const month = reportMonth(wish.month, desk.now)
  if (month === null || month === 'future') {
    command.print(`${wish.month}还没有到，没有可写的。`)
    return REFUSED
  }
  const found = await namedProjects(command, desk, { month, project: wish.project })
  if ('known' in found) {
    const [wanted, known] = [wish.project && `“${wish.project}”`, found.known.join('、')]
    command.print(`没有这个小区${wanted ?? ''}。现有小区：${known || '无'}`)
    return REFUSED
  }
  if (await isTaken(command, wish, found.projects)) return REFUSED
  await keepCategoryNodes(desk.db, command.rules.categories)
  const written = await alone(desk.db, () => writeAll(command, desk, { wish, month, ...found }))
  if (written !== null) return written > 0 ? 0 : REFUSED
  command.print('另一份月报正在生成，请等它完成后再试。')
  return REFUSED
}

/** What somebody may have written remarks into is not written over unasked. */
async function isTaken(
  { print }: ReportCommand,
  { out, force }: Wish,
  projects: readonly NamedProject[],
): Promise<boolean> {
  const names = projects.flatMap(({ files }) => Object.values(files))
  const taken = await takenNames(out, names)
  if (taken.length === 0 || force) return false
  for (const name of taken) print(`已有同名文件，没有覆盖：${resolve(out, name)}`)
  print('确实要重写，请加上 --force。')
  return true
}

async function writeAll(
  command: ReportCommand,
  desk: ReportDesk,
  order: {
    readonly wish: Wish
    readonly month: ReportMonth
    readonly projects: readonly NamedProject[]
  },
): Promise<number> {
  let written = 0
  for (const project of order.projects) {
    if (await writeOne(command, desk, { ...order, project })) written += 1
  }
  return written
}

/** Any fixed number: it names our advisory lock among others on the same server. */
const LOCK = 7_301_157

/** Null when somebody else is at it. */
async function alone<T>(db: Database, run: () => Promise<T>): Promise<T | null> {
  return await db.connection().execute(async (connection) => {
    const { rows } = await sql<{
      mine: boolean
    }>`SELECT pg_try_advisory_lock(${LOCK}) AS mine`.execute(connection)
    if (!rows[0]?.mine) return null
    try {
      return await run()
    } finally {
      await sql`SELECT pg_advisory_unlock(${LOCK})`.execute(connection)
    }
  })
}
