/** Writes the report of one project, and keeps that it was written. */
import { resolve } from 'node:path'
import { audit } from '../desk/audit/audit.ts'
import { composeReport } from '../report/compose.ts'
import type { ReportMonth } from '../report/month.ts'
import { readReport } from '../report/read-report.ts'
import { sayOf } from '../report/say.ts'
import { reportBook } from '../report/write/book.ts'
import { renderReport } from '../report/write/page.tsx'
import { saveFiles } from '../report/write/save-files.ts'
import type { NamedProject } from './report-projects.ts'
import type { ReportCommand, ReportDesk, Wish } from './report-wish.ts'

interface Order {
  readonly wish: Wish
  readonly month: ReportMonth
  readonly project: NamedProject
}

/** False when there was nothing to write, or a file appeared meanwhile; the line printed says which. */
export async function writeOne(
  { rules, words, print }: ReportCommand,
  desk: ReportDesk,
  { wish, month, project }: Order,
): Promise<boolean> {
  const { db, now } = desk
  const say = sayOf(words)
  // One moment for all of it: numbers of different tables belong together.
  const facts = await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((tx) => readReport(tx, { project, month, now, rules }))
  if (!facts) {
    print(`“${project.name}”${month.month}没有任何工单、账单和收款，没有写月报。`)
    return false
  }
  const report = composeReport(facts, say)
  const files = [
    { name: project.files.xlsx, content: await reportBook(report, say) },
    { name: project.files.html, content: renderReport(report, say) },
  ]
  const taken = await saveFiles(wish.out, files, { mayReplace: wish.force })
  if (taken !== null) {
    print(`已有同名文件，没有覆盖：${resolve(wish.out, taken)}`)
    return false
  }
  await keepAct(desk, { month, project })
  print(`“${project.name}”${month.month}月报已写好${month.isOver ? '' : '（本月尚未结束）'}：`)
  for (const { name } of files) print(`  ${resolve(wish.out, name)}`)
  return true
}

async function keepAct(
  { db, now, newId, corpId }: ReportDesk,
  { month, project }: Pick<Order, 'month' | 'project'>,
): Promise<void> {
  await db.transaction().execute((tx) =>
    audit(
      { tx, now, newId, actor: { kind: 'system', name: 'report' } },
      {
        action: 'report.write',
        subject: { kind: 'project', id: project.id },
        corpId,
        projectId: project.id,
        detail: { month: month.month },
      },
    ),
  )
}
