/** Who is called in: whom the words name, and of each trade the next ones on duty by the order of dispatch. */
import { projectStaff } from '../../staff/project-staff.ts'
import { ROLES, SKILLS, type Skill } from '../../staff/roles.ts'
import type { StaffMember } from '../../staff/staff.ts'
import { workersOf } from '../../staff/workers.ts'
import type { Work } from '../../work.ts'
import { chooseCandidates } from '../candidates.ts'
import { categoryOf } from '../categories.ts'
import { needFor } from '../need.ts'
import { peopleFor } from '../staff-load.ts'
import type { TicketRow } from '../ticket.ts'
import { type AskedFor, readAskedFor } from './asked-for.ts'
import { calledBefore } from './helper.ts'

/** Stands before a trade where a list names one: no directory id reads so. */
const TRADE = 'skill:'

export interface OneCalled {
  readonly member: StaffMember
  /** Null for somebody called by name. */
  readonly skill: Skill | null
}

export interface Wanted extends AskedFor {
  /** Of the trades asked for, so far as somebody fits. */
  readonly ofTrades: readonly OneCalled[]
  /** Trades nobody, or not enough people, could be found for. */
  readonly lacking: readonly Skill[]
}

/** `chosen` is a directory id or a trade of a list, beside whom the words name. */
export async function whoIsWanted(
  work: Work,
  ticket: TicketRow,
  { words, chosen }: { readonly words: string; readonly chosen: string },
): Promise<Wanted> {
  const colleagues = await projectStaff(work.tx, ticket.projectId, ROLES)
  const said = readAskedFor(words, colleagues, work.rules.tickets.help.trades)
  const picked = colleagues.filter(({ userId }) => userId === chosen)
  const skill = SKILLS.find((one) => `${TRADE}${one}` === chosen)
  const people = [...new Set([...said.people, ...picked])]
  const trades =
    skill && !said.trades.some((one) => one.skill === skill)
      ? [...said.trades, { skill, count: 1 }]
      : said.trades
  const ofTrades: OneCalled[] = []
  const lacking: Skill[] = []
  for (const trade of trades) {
    const taken = new Set([...people, ...ofTrades.map(({ member }) => member)].map(({ id }) => id))
    const found = await nextOfTrade(work, ticket, { ...trade, except: taken })
    ofTrades.push(...found.map((member) => ({ member, skill: trade.skill })))
    if (found.length < trade.count) lacking.push(trade.skill)
  }
  return { ...said, people, trades, ofTrades, lacking }
}

/** The next `count` of a trade whom this ticket has not called yet; fewer when there are no more. */
export async function nextOfTrade(
  work: Work,
  ticket: TicketRow,
  ask: { readonly skill: Skill; readonly count: number; readonly except?: ReadonlySet<string> },
): Promise<readonly StaffMember[]> {
  const { handlers: usual, skill } = categoryOf(work.rules.categories, ticket.category)
  const handlers = [...new Set(['technician' as const, ...usual])]
  const before = await calledBefore(work.tx, ticket)
  const people = (await peopleFor(work, ticket, { handlers })).filter(
    ({ staff: { id } }) => id !== ticket.assigneeId && !before.has(id) && !ask.except?.has(id),
  )
  const need = await needFor(work, ticket, { maxGiven: null })
  // The certificate of the matter is asked of whoever does that trade's part of it.
  const needsCertificate = need.needsCertificate && ask.skill === skill
  const { inOrder } = chooseCandidates(people, {
    ...need,
    ...{ handlers, skill: ask.skill, needsCertificate },
  })
  return inOrder.slice(0, ask.count)
}

/** One line of a list to choose from. */
export interface Callable {
  /** A directory id, or a trade. */
  readonly id: string
  readonly name: string
  readonly trades: string
  readonly on_duty: boolean
}

/** Whom a list offers: colleagues on duty, then trades somebody on duty has, then who is off duty. */
export async function callable(work: Work, ticket: TicketRow): Promise<readonly Callable[]> {
  const before = await calledBefore(work.tx, ticket)
  const workers = (await workersOf(work, ticket.projectId)).filter(
    ({ staffId }) => staffId !== ticket.assigneeId && !before.has(staffId),
  )
  const lines = workers.map(({ id, name, trades, on_duty }) => ({ id, name, trades, on_duty }))
  const trades = SKILLS.filter((skill) =>
    workers.some((one) => one.on_duty && one.skills.includes(skill)),
  )
  return [
    ...lines.filter((one) => one.on_duty),
    ...trades.map((skill) => ({
      id: `${TRADE}${skill}`,
      name: work.rules.tickets.help.trades[skill][0] ?? skill,
      trades: '',
      on_duty: true,
    })),
    ...lines.filter((one) => !one.on_duty),
  ]
}
