/** The end of an application nobody decided. */
import { setTimer } from '../../timers/timers.ts'
import type { TimerHandler } from '../action.ts'
import { quietUntil } from '../clocks/quiet-hours.ts'
import { expireApplication } from './close-application.ts'
import { roomById } from './find-rooms.ts'

const APPLICATION_OVER = 'residents.application-over'

/** The person may ask again; saying nothing would leave them waiting for ever. Nobody is woken for it. */
const applicationOver: TimerHandler = async (work, timer) => {
  const dueAt = quietUntil(work, work.now)
  if (dueAt) {
    const { key, payload } = timer
    return await setTimer(work, { name: APPLICATION_OVER, key, dueAt, payload })
  }
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
  [APPLICATION_OVER]: applicationOver,
}
