/** The phones of a project that owners are told: for questions, and for emergencies day and night. */
import type { Database, Tx } from '../../database/open-database.ts'

export interface ProjectPhones {
  readonly servicePhone?: string
  readonly emergencyPhone?: string
}

/** Sets what is given and leaves the rest. */
export async function setProjectPhones(
  db: Database | Tx,
  projectId: string,
  phones: ProjectPhones,
): Promise<void> {
  if (Object.keys(phones).length === 0) return
  await db.updateTable('project').set(phones).where('id', '=', projectId).execute()
}
