/** The columns of the board: every state of a ticket stands in one of them. */
import {
  FINISHED_STATES,
  isIn,
  OPEN_STATES,
  STATES,
  type TicketState,
  WAITING_STATES,
} from '../tickets/states.ts'

export const GROUPS = ['open', 'waiting', 'assigned', 'working', 'held', 'done', 'ended'] as const

/** `open` is all that goes on; `done` waits for the owner's word; `ended` is over. */
export type BoardGroup = (typeof GROUPS)[number]

const WAITS_FOR_OWNER = FINISHED_STATES.filter((state) => state !== 'CLOSED')

const STATES_OF: Readonly<Record<BoardGroup, readonly TicketState[]>> = {
  open: OPEN_STATES,
  waiting: WAITING_STATES,
  assigned: ['ASSIGNED'],
  working: OPEN_STATES.filter(
    (state) => !isIn(state, WAITING_STATES) && state !== 'ASSIGNED' && state !== 'ON_HOLD',
  ),
  held: ['ON_HOLD'],
  done: WAITS_FOR_OWNER,
  ended: STATES.filter((state) => !isIn(state, OPEN_STATES) && !isIn(state, WAITS_FOR_OWNER)),
}

export function statesOf(group: BoardGroup): readonly TicketState[] {
  return STATES_OF[group]
}
