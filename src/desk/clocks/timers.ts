/** The alarms of clocks and ladders, by name. */
import type { TimerHandler } from '../action.ts'
import { DUE_TIMER, WARN_TIMER } from './arm-clock.ts'
import { clockDue } from './clock-due.ts'
import { LADDER_TIMER } from './ladder/change-run.ts'
import { ladderTimer } from './ladder/climb.ts'
import { tellMissed } from './ladder/digest.ts'
import { DIGEST_TIMER } from './ladder/gather.ts'
import { longPause } from './long-pause.ts'
import { LONG_PAUSE_TIMER } from './pause-clocks.ts'
import { HOLIDAYS_TIMER, lookAtYears } from './statutory/look-at-years.ts'
import type { Subjects } from './subject-view.ts'
import { warnAssignee } from './warn-assignee.ts'

/** `subjects` answers what the alarms must know about the matters, by kind. */
export function clockTimers(subjects: Subjects): Readonly<Record<string, TimerHandler>> {
  return {
    [WARN_TIMER]: warnAssignee(subjects),
    [DUE_TIMER]: clockDue,
    [LADDER_TIMER]: ladderTimer(subjects),
    [DIGEST_TIMER]: tellMissed,
    [LONG_PAUSE_TIMER]: longPause(subjects),
    [HOLIDAYS_TIMER]: lookAtYears(),
  }
}
