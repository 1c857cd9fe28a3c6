/** What flows know of the project they talk for: namespace `env`. */
import { type Stop, type StopKind, stopsFor } from '../desk/notices/running.ts'
import type { Work } from '../desk/work.ts'
import type { World } from '../dialogue/run/world.ts'
import { localTimes } from './local-times.ts'

/** A running stop of a kind, and the next of any kind, are there only while the person is concerned. */
const STOP_NAMES = {
  water_stop: ['water_stop_title', 'water_stop_text', 'water_stop_until'],
  power_stop: ['power_stop_title', 'power_stop_text', 'power_stop_until'],
  lift: ['lift_stop_title', 'lift_stop_text', 'lift_stop_until'],
} as const satisfies Record<StopKind, readonly string[]>

export const ENV_NAMES = [
  'project_name',
  'service_phone',
  'emergency_phone',
  'visit_from',
  'visit_to',
  'visit_days',
  ...Object.values(STOP_NAMES).flat(),
  'coming_stop_title',
  'coming_stop_from',
  'coming_stop_until',
] as const

type EnvName = (typeof ENV_NAMES)[number]

/** Visits are agreed from `visit_from` to `visit_to`, up to `visit_days` ahead. A phone that is not recorded is empty; the emergency phone falls back on the service phone. */
export async function projectEnv(work: Work, projectId: string): Promise<World['env']> {
  const [project, stops] = await Promise.all([
    work.tx
      .selectFrom('project')
      .select(['name', 'servicePhone', 'emergencyPhone'])
      .where('id', '=', projectId)
      .executeTakeFirstOrThrow(),
    stopsFor(work),
  ])
  const servicePhone = project.servicePhone ?? ''
  const { from, to, days_ahead } = work.rules.tickets.appointment
  const values: Partial<Record<EnvName, string>> = {
    project_name: project.name,
    service_phone: servicePhone,
    emergency_phone: project.emergencyPhone ?? servicePhone,
    visit_from: from,
    visit_to: to,
    visit_days: String(days_ahead),
    ...stopValues(stops, work.now),
  }
  return values
}

function stopValues(stops: readonly Stop[], now: Date): Partial<Record<EnvName, string>> {
  const running = stops.filter(({ fromAt }) => fromAt <= now)
  const entries = running.toReversed().flatMap(({ kind, title, text, untilAt }) => {
    const [titleName, textName, untilName] = STOP_NAMES[kind]
    return Object.entries({ [titleName]: title, [textName]: text, [untilName]: untilAt })
  })
  const coming = stops.find(({ fromAt }) => fromAt > now)
  const next = coming && {
    coming_stop_title: coming.title,
    coming_stop_from: coming.fromAt,
    coming_stop_until: coming.untilAt,
  }
  return localTimes({ ...Object.fromEntries(entries), ...next }) as Partial<Record<EnvName, string>>
}
