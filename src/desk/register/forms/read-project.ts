/** One row of 项目: the estate as a whole. */
import type { ProjectRecord } from '../records.ts'
import type { ReadingRules, RowReader } from '../table/row-reader.ts'
import { readBuiltDays } from './read-built-days.ts'

export function readProject(reader: RowReader, reading: ReadingRules): ProjectRecord | null {
  const name = reader.required('project', reader.text('project'))
  const days = readBuiltDays(reader, reading)
  return name ? { name, ...days } : null
}
