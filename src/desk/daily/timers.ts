/** The alarms of every day and shift, one of each kind a project. */
import { type NewTimer, setTimer } from '../../timers/timers.ts'
import type { TimerHandler } from '../action.ts'
import type { Work } from '../work.ts'
import {
  CERTIFICATES_TIMER,
  nextCertificates,
  remindOfCertificates,
} from './ending-certificates.ts'
import { HANDOVER_TIMER, handOver, nextHandover } from './handover.ts'
import { MORNING_TIMER, nextMorning, tellMorning } from './morning.ts'

export const dailyTimers: Readonly<Record<string, TimerHandler>> = {
  [MORNING_TIMER]: tellMorning,
  [HANDOVER_TIMER]: handOver,
  [CERTIFICATES_TIMER]: remindOfCertificates,
}

const FIRST: Readonly<Record<string, (work: Work, projectId: string) => NewTimer>> = {
  [MORNING_TIMER]: nextMorning,
  [HANDOVER_TIMER]: nextHandover,
  [CERTIFICATES_TIMER]: nextCertificates,
}

/** Gives projects that have none of an alarm their first; called by the housekeeping. */
export async function watchDays(work: Work): Promise<void> {
  for (const [name, first] of Object.entries(FIRST)) {
    const without = await work.tx
      .selectFrom('project')
      .select('id')
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('timer')
              .select('timer.id')
              .where('timer.name', '=', name)
              .whereRef('timer.key', '=', 'project.id'),
          ),
        ),
      )
      .execute()
    for (const { id } of without) await setTimer(work, first(work, id))
  }
}
