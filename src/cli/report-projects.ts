/** Which projects a report is written for, and what its files are called. */
import { fileNamePart } from '../report/file-name.ts'
import type { ReportMonth } from '../report/month.ts'
import type { ReportCommand, ReportDesk } from './report-wish.ts'

export interface NamedProject {
  readonly id: string
  readonly name: string
  readonly files: { readonly xlsx: string; readonly html: string }
}

/** All projects of the company, or those of that name; else the names there are. */
export async function namedProjects(
  { words }: Pick<ReportCommand, 'words'>,
  { db, corpId }: Pick<ReportDesk, 'db' | 'corpId'>,
  { month, project }: { readonly month: ReportMonth; readonly project: string | undefined },
): Promise<{ readonly projects: readonly NamedProject[] } | { readonly known: readonly string[] }> {
  const all = await db
    .selectFrom('project')
    .select(['id', 'name', 'code'])
    .where('corpId', '=', corpId)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  const wanted = all.filter(({ name }) => project === undefined || name === project)
  if (wanted.length === 0) return { known: all.map(({ name }) => name) }
  const parts = all.map(({ name }) => fileNamePart(name))
  const projects = wanted.map(({ id, name, code }) => {
    const part = fileNamePart(name)
    const isOnly = parts.filter((one) => one === part).length === 1
    const values = { project: isOnly ? part : `${part}-${fileNamePart(code)}`, month: month.month }
    const file = words.text('report.file', values)
    return { id, name, files: { xlsx: `${file}.xlsx`, html: `${file}.html` } }
  })
  return { projects }
}
