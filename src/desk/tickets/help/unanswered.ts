/** Nobody answered a call in its time: of a trade the next is called; of a name the caller hears it, once. */
import { z } from 'zod'
import type { TimerHandler } from '../../action.ts'
import { lockTicket } from '../ticket.ts'
import { callNext } from './answer-call.ts'
import { nameOfStaff } from './call-in.ts'
import { findHelp } from './helper.ts'
import { tellConcerned } from './show-help.ts'

const payload = z.object({ helpId: z.string() })

export const helpUnanswered: TimerHandler = async (work, timer) => {
  const { helpId } = payload.parse(timer.payload)
  const known = await findHelp(work.tx, helpId)
  const ticket = known ? await lockTicket(work.tx, known.ticketId) : null
  // Read again: it may have been answered while the ticket was locked by somebody else.
  const help = ticket ? await findHelp(work.tx, helpId) : undefined
  if (!ticket || !help || help.acceptedAt || help.endedAt) return
  if (help.skill) return callNext(work, ticket, { help, outcome: 'no-answer' })
  const helper = await nameOfStaff(work, help.staffId)
  await tellConcerned(work, ticket, help, {
    words: 'tickets.staff.help_silent',
    values: { helper },
    again: `-${help.id}`,
  })
}
