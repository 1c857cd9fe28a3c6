/** What flows know of the project they talk for: namespace `env`. */
import type { Work } from '../desk/work.ts'
import type { World } from '../dialogue/run/world.ts'

export const ENV_NAMES = ['project_name', 'service_phone', 'emergency_phone'] as const

/** A phone that is not recorded is empty; the emergency phone falls back on the service phone. */
export async function projectEnv(work: Work, projectId: string): Promise<World['env']> {
  const project = await work.tx
    .selectFrom('project')
    .select(['name', 'servicePhone', 'emergencyPhone'])
    .where('id', '=', projectId)
    .executeTakeFirstOrThrow()
  const servicePhone = project.servicePhone ?? ''
  const values: Record<(typeof ENV_NAMES)[number], string> = {
    project_name: project.name,
    service_phone: servicePhone,
    emergency_phone: project.emergencyPhone ?? servicePhone,
  }
  return values
}
