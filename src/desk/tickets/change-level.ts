/** Another level of a complaint by the service centre: with a reason, and its open promises counted anew. */
import { isAtDesk } from '../staff/supervises.ts'
import type { Work } from '../work.ts'
import { cleanText } from './clean-text.ts'
import { levelOf, withLevel } from './details.ts'
import { renewPromises } from './promises.ts'
import { recordEvent } from './record-event.ts'
import { COMPLAINT_LEVELS, type ComplaintLevel } from './rules.ts'
import { type InStep, type Step, type StepAnswer, staffStep } from './staff-step.ts'
import { isIn, OPEN_STATES } from './states.ts'
import { tellHandler } from './tell-handler.ts'
import { tellOwner } from './tell-owner.ts'
import type { TicketRow } from './ticket.ts'

export interface NewLevel extends Step {
  /** One of COMPLAINT_LEVELS. */
  readonly level?: string | undefined
  /** Why, in the words of whoever changes it. */
  readonly reason?: string | undefined
}

type LevelOutcome = 'not_complaint' | 'level_wanted' | 'reason_wanted' | 'same'

/** Targets and ladder are those of the new level, from the original start (servicedesk.md B7). */
export async function changeLevel(work: Work, step: NewLevel) {
  return staffStep<LevelOutcome>(
    work,
    'change-level',
    step,
    async (at): Promise<StepAnswer<StepAnswer['outcome'] | LevelOutcome>> => {
      const { ticket } = at
      const before = levelOf(ticket)
      const refused = refusalOf(at)
      if (refused || !before) return { outcome: refused ?? 'not_complaint', ticket }
      const level = COMPLAINT_LEVELS.find((one) => one === step.level)
      if (!level) return { outcome: 'level_wanted', ticket }
      if (level === before) return { outcome: 'same', ticket }
      const reason = cleanText(step.reason ?? '', work.rules.tickets.longest_reason)
      if (reason === '') return { outcome: 'reason_wanted', ticket }
      return { outcome: 'ok', ticket: await change(work, at, { before, level, reason }) }
    },
  )
}

function refusalOf({ staff, ticket }: InStep): 'not_complaint' | 'not_yours' | 'over' | null {
  if (ticket.kind !== 'complaint') return 'not_complaint'
  if (!isAtDesk(staff)) return 'not_yours'
  return isIn(ticket.state, OPEN_STATES) ? null : 'over'
}

async function change(
  work: Work,
  { staff, ticket }: InStep,
  { before, level, reason }: Record<'before' | 'level', ComplaintLevel> & { reason: string },
): Promise<TicketRow> {
  const { levels } = work.rules.tickets.complaints
  const changed = await recordEvent(work, ticket, {
    kind: 'level-changed',
    set: { details: withLevel(ticket, level) },
    note: { before, reason, name: levels[level].words },
  })
  await renewPromises(work, changed, 'level')
  await tellOwner(work, changed, { words: 'tickets.owner.moved', isNeeded: true })
  if (changed.assigneeId !== staff.id) {
    await tellHandler(work, changed, {
      words: 'tickets.staff.level',
      values: { before: levels[before].words, now: levels[level].words, by: staff.name, reason },
    })
  }
  return changed
}
