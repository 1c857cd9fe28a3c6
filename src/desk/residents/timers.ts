/** The end of an application nobody decided. */
import { setTimer } from '../../timers/timers.ts'
import type { TimerHandler } from '../action.ts'
import { quietUntil } from '../clocks/quiet-hours.ts'
import { expireApplication } from './close-application.ts'
import { roomById } from './find-rooms.ts'

/** The person may ask again; saying nothing would leave them waiting for ever. Nobody is woken for it. */
const applicationOver: TimerHandler = async (work, timer) => {
  const dueAt = quietUntil(work, work.now)
  if (dueAt) return await setTimer(work, { ...timer, dueAt })
  if (!(await expireApplication(work, timer.key))) return
  const binding = await work.tx
    .selectFrom('binding')
    .select(['roomId', 'conversationId'])
    .where('id', '=', timer.key)
    .executeTakeFirstOrThrow()
  const room = await roomById(work, binding.roomId)
  await work.tell.owner(work, binding.conversationId, {
    words: 'residents.undecided',
    values: { room: room.label },
    key: `binding-${timer.key}-decided`,
    purpose: 'notice',
  })
}

export const residentTimers: Readonly<Record<string, TimerHandler>> = {
  'residents.application-over': applicationOver,
}
