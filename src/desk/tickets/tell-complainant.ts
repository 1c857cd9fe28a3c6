/** What whoever complains is told in words: 回复投诉, 处理方案, 处理结果 (servicedesk.md A6, D3). The first of each meets its clock. */
import { z } from 'zod'
import { addDays, estateDay } from '../residents/estate-day.ts'
import { isAtDesk } from '../staff/supervises.ts'
import type { Work } from '../work.ts'
import { cleanText } from './clean-text.ts'
import { keepTold, NEWS_EVENTS } from './complaint-clocks.ts'
import { type Told, toldOf, withTold } from './details.ts'
import { followersOf } from './followers.ts'
import { recordEvent } from './record-event.ts'
import { COMPLAINT_NEWS, type ComplaintNews } from './rules.ts'
import { sayDay } from './say-time.ts'
import { type InStep, isPartial, type Step, type StepAnswer, staffStep } from './staff-step.ts'
import { isIn, OPEN_STATES } from './states.ts'
import { tellStaff } from './tell-handler.ts'
import { tellOwner } from './tell-owner.ts'
import type { TicketRow } from './ticket.ts'

export interface ComplainantNews extends Step {
  /** One of COMPLAINT_NEWS. */
  readonly what?: string | undefined
  /** As the owner reads them. */
  readonly words?: string | undefined
  /** Of a plan: the day on which it is to be done, 'YYYY-MM-DD'. */
  readonly by?: string | undefined
}

/**
 * `bad_date`: no day, one that is over, or farther than rules/tickets.yaml lets a plan reach. `already`: these very words
 * were told last.
 */
export const TELLING_OUTCOMES = [
  'not_complaint',
  'what_wanted',
  'words_wanted',
  'too_long',
  'bad_date',
] as const
type TellingOutcome = (typeof TELLING_OUTCOMES)[number]
type Telling = StepAnswer<StepAnswer['outcome'] | TellingOutcome> & {
  /** How many chats read it; none follows what was logged for somebody who phoned. */
  readonly told?: number
}

export async function tellComplainant(work: Work, step: ComplainantNews): Promise<Telling> {
  return staffStep<TellingOutcome>(work, 'tell-complainant', step, async (at): Promise<Telling> => {
    const { ticket } = at
    const refused = refusalOf(at)
    if (refused) return { outcome: refused, ticket }
    const what = COMPLAINT_NEWS.find((one) => one === step.what)
    if (!what) return { outcome: 'what_wanted', ticket }
    const said = readWords(work, what, step)
    if (typeof said === 'string') return { outcome: said, ticket }
    const last = toldOf(ticket)[what]
    if (last?.text === said.text && last.by === said.by) return { outcome: 'already', ticket }
    return await tell(work, at, { what, said })
  })
}

/** Whether they could, apart from words that are missing: for pages that offer a form. */
export async function mayTellComplainant(work: Work, at: InStep): Promise<boolean> {
  return refusalOf(at) === null && !(await isPartial(work, at))
}

/** Whoever has it, who answers for it from the first word, and the service centre. */
function refusalOf({ staff, ticket }: InStep): 'not_complaint' | 'over' | 'not_yours' | null {
  if (ticket.kind !== 'complaint') return 'not_complaint'
  const isTheirs = [ticket.assigneeId, ticket.firstResponderId].includes(staff.id)
  if (!isTheirs && !isAtDesk(staff)) return 'not_yours'
  return isIn(ticket.state, OPEN_STATES) ? null : 'over'
}

function readWords(
  { rules, now }: Work,
  what: ComplaintNews,
  { words = '', by }: ComplainantNews,
): Told | 'words_wanted' | 'too_long' | 'bad_date' {
  const { longest_news, plan_days_ahead } = rules.tickets.complaints
  const text = cleanText(words, longest_news + 1)
  if (text === '') return 'words_wanted'
  if ([...text].length > longest_news) return 'too_long'
  const at = now.toISOString()
  if (what !== 'plan' || by === undefined) return { text, at }
  const today = estateDay(now)
  const isDay = z.iso.date().safeParse(by).success
  if (!isDay || by < today || by > addDays(today, plan_days_ahead)) return 'bad_date'
  return { text, at, by }
}

async function tell(
  work: Work,
  { staff, ticket }: InStep,
  { what, said }: { readonly what: ComplaintNews; readonly said: Told },
): Promise<Telling> {
  const again = toldOf(ticket)[what] !== undefined
  const told = await recordEvent(work, ticket, {
    kind: NEWS_EVENTS[what],
    set: { details: withTold(ticket, what, said) },
    note: { text: said.text, ...(said.by && { until: said.by }) },
  })
  await keepTold(work, told, what)
  const day = said.by ? sayDay(said.by, work.now) : ''
  const telling = { words: `tickets.owner.complaint_${what}`, isNeeded: true }
  await tellOwner(work, told, telling, { said: said.text, day, again })
  await tellAssignee(work, told, { what, said, by: staff })
  return { outcome: 'ok', ticket: told, told: (await followersOf(work, told.id)).length }
}

/** Whoever works on it knows what was said in their place. */
async function tellAssignee(
  work: Work,
  ticket: TicketRow,
  { what, said, by }: { what: ComplaintNews; said: Told; by: InStep['staff'] },
): Promise<void> {
  if (!ticket.assigneeId || ticket.assigneeId === by.id) return
  const { words } = work.rules.tickets.complaints.news[what]
  await tellStaff(work, ticket, ticket.assigneeId, {
    words: 'tickets.staff.complaint_told',
    values: { what: words, said: said.text, by: by.name },
  })
}
