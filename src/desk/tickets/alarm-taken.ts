/** Whoever reported a danger hears at once that somebody has taken it. */
import type { ClickHandler } from '../action.ts'
import { findRun } from '../clocks/ladder/run.ts'
import { findStaff } from '../staff/staff.ts'
import type { Work } from '../work.ts'
import { HAZARD } from './alarm.ts'
import { tellOwner } from './tell-owner.ts'
import { findTicket, lockTicket } from './ticket.ts'

/** Taps on the cards of ladders, and what a tap on an alarm means for the person in danger. */
export function tellingOfAlarms(takeEscalation: ClickHandler): ClickHandler {
  return async (work, click) => {
    const run = await findRun(work.tx, click.subject.id)
    // The ticket before its ladder, in the order everybody locks them.
    if (run?.subject.kind === 'ticket') await lockTicket(work.tx, run.subject.id)
    const answer = await takeEscalation(work, click)
    if (answer.outcome === 'taken') await tellReporter(work, click.subject.id)
    return answer
  }
}

async function tellReporter(work: Work, runId: string): Promise<void> {
  const run = await findRun(work.tx, runId)
  if (run?.reason !== HAZARD || run.subject.kind !== 'ticket') return
  const ticket = await findTicket(work.tx, run.subject.id)
  const holder = work.actor.kind === 'staff' ? await findStaff(work.tx, work.actor.staffId) : null
  if (!ticket || !holder) return
  const telling = { words: 'tickets.owner.alarm_taken', isNeeded: true }
  await tellOwner(work, ticket, telling, { holder: holder.name })
}
