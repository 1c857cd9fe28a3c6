/** Whom owners of a project call. */
import type { Work } from '../work.ts'

/** The project's service phone, or empty. */
export async function servicePhone(work: Work): Promise<string> {
  if (work.actor.kind === 'system') return ''
  const project = await work.tx
    .selectFrom('project')
    .select('servicePhone')
    .where('id', '=', work.actor.projectId)
    .executeTakeFirst()
  return project?.servicePhone ?? ''
}
