/** A pause ends at its time, and one that goes on is asked about. */
import { setTimer } from '../../timers/timers.ts'
import type { TimerHandler } from '../action.ts'
import { sayTime } from '../tickets/say-time.ts'
import { tellOfPause } from './begin-pause.ts'
import { endPause } from './end-pause.ts'

const timeIsUp: TimerHandler = async (work, timer) => {
  await endPause(work, timer.key, null)
}

const stillPaused: TimerHandler = async (work, timer) => {
  const pause = await work.tx
    .selectFrom('bot_pause')
    .select(['id', 'projectId', 'reason', 'startedAt'])
    .where('id', '=', timer.key)
    .where('endedAt', 'is', null)
    .executeTakeFirst()
  if (!pause) return
  await tellOfPause(work, pause.projectId, {
    words: 'pauses.still',
    values: { since: sayTime(pause.startedAt, work.now), reason: pause.reason },
    key: `bot-pause-${pause.id}-${work.now.getTime()}`,
  })
  const dueAt = new Date(work.now.getTime() + work.rules.pauses.remind_minutes * 60_000)
  await setTimer(work, { ...timer, dueAt })
}

export const pauseTimers: Readonly<Record<string, TimerHandler>> = {
  'pauses.end': timeIsUp,
  'pauses.remind': stillPaused,
}
