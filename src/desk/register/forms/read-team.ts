/** One row of 班组. */
import type { TeamRecord } from '../records.ts'
import type { RowReader } from '../table/row-reader.ts'

/** The longest name of a team a row may write (as in 员工). */
export const TEAM_CHARS = 40

export function readTeam(reader: RowReader): TeamRecord | null {
  const name = reader.required('team', reader.text('team', TEAM_CHARS))
  const lead = reader.words('lead', 64)
  return name ? { name, lead } : null
}
