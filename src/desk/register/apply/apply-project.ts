/** What the book says of the estate as a whole. */
import type { Selectable } from 'kysely'
import type { Project } from '../../../database/generated/tables.ts'
import { plainText } from '../../residents/plain-text.ts'
import type { ProjectRecord } from '../records.ts'
import { type Applying, stagedOf } from './context.ts'
import { differ, type FieldRules, headerOf } from './difference.ts'

type Row = Pick<Selectable<Project>, 'id' | 'name' | 'completionDate' | 'deliveryDate'>

const FIELDS: FieldRules<Pick<Row, 'completionDate' | 'deliveryDate'>> = {
  completionDate: { field: 'completed' },
  deliveryDate: { field: 'handover' },
}

/** One row, about the project the book is for: days of another one would count for nothing there. */
export async function applyProject(applying: Applying): Promise<void> {
  const { tx, projectId, problems, rules } = applying
  const known = await tx
    .selectFrom('project')
    .select(['id', 'name', 'completionDate', 'deliveryDate'])
    .where('id', '=', projectId)
    .executeTakeFirstOrThrow()
  let first: number | undefined
  for await (const { sheet, row, data } of stagedOf(applying, 'project')) {
    const header = headerOf(rules.register, 'projects', 'project')
    const place = { sheet, row, header, value: data.name }
    if (plainText(data.name) !== plainText(known.name)) {
      problems.error(place, 'other_project', { project: known.name })
    } else if (first !== undefined) problems.error(place, 'row_twice', { other: first })
    else {
      first = row
      await changeProject(applying, known, data)
    }
  }
}

async function changeProject(applying: Applying, known: Row, given: ProjectRecord): Promise<void> {
  const { tx, rules, changes } = applying
  const { set, differences } = differ(rules.register, 'projects', FIELDS, { known, given })
  if (differences.length === 0) return
  await tx.updateTable('project').set(set).where('id', '=', known.id).execute()
  changes.add({ kind: 'project', action: 'changed', label: known.name, differences })
}
