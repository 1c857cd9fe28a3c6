/** The three clocks of a complaint: a first reply, a plan, a result, each told in words (servicedesk.md A6, E2). */
import { meetClock } from '../clocks/meet-clock.ts'
import type { Work } from '../work.ts'
import { toldOf } from './details.ts'
import { COMPLAINT_NEWS, type ComplaintNews } from './rules.ts'
import { subjectOf, type TicketRow } from './ticket.ts'

/** Which clock each of the news meets; see rules/clocks.yaml. */
const CLOCKS = {
  reply: 'complaint_reply',
  plan: 'complaint_plan',
  result: 'complaint_result',
} as const satisfies Record<ComplaintNews, string>

/** How the log names the telling. Permanent: they are stored. */
export const NEWS_EVENTS = {
  reply: 'complaint-replied',
  plan: 'complaint-planned',
  result: 'complaint-result-told',
} as const satisfies Record<ComplaintNews, string>

export type NewsClock = (typeof CLOCKS)[ComplaintNews]

/** In the order in which they are due. */
export const NEWS_CLOCKS: readonly NewsClock[] = COMPLAINT_NEWS.map((what) => CLOCKS[what])

/** The news a clock waits for; null for clocks of other matters. */
export function newsOf(clock: string): ComplaintNews | null {
  return COMPLAINT_NEWS.find((what) => CLOCKS[what] === clock) ?? null
}

/** What whoever complains still waits for: all that comes after the last they were told; nothing for other kinds. */
export function owedNews(ticket: TicketRow): readonly NewsClock[] {
  if (ticket.kind !== 'complaint') return []
  const told = toldOf(ticket)
  return NEWS_CLOCKS.slice(COMPLAINT_NEWS.findLastIndex((what) => told[what]) + 1)
}

/** Whoever is told a plan has been answered, and whoever is told the result has both. */
export async function keepTold(work: Work, ticket: TicketRow, what: ComplaintNews): Promise<void> {
  const kept = NEWS_CLOCKS.slice(0, COMPLAINT_NEWS.indexOf(what) + 1)
  for (const kind of kept) await meetClock(work, subjectOf(ticket.id), kind, work.now)
}
