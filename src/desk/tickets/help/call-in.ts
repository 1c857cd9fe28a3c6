/** Calling in more people to a ticket: 叫人, 支援. Whoever has the ticket goes on answering for it. */
import { setTimer } from '../../../timers/timers.ts'
import { onDutyStaff } from '../../roster/on-duty.ts'
import type { Skill } from '../../staff/roles.ts'
import { findStaff, type StaffMember } from '../../staff/staff.ts'
import type { Work } from '../../work.ts'
import { cleanText } from '../clean-text.ts'
import { keptOut } from '../kept-out.ts'
import { recordEvent } from '../record-event.ts'
import type { Priority } from '../rules.ts'
import { type InStep, refusal, type Step, type StepAnswer, staffStep } from '../staff-step.ts'
import { isIn, OPEN_STATES, WAITING_STATES } from '../states.ts'
import type { TicketRow } from '../ticket.ts'
import { helpersOn, insertHelper } from './helper.ts'
import { showHelp, tellConcerned } from './show-help.ts'
import { type OneCalled, type Wanted, whoIsWanted } from './wanted.ts'

export const HELP_UNANSWERED = 'tickets.help-unanswered'

export interface CallIn extends Step {
  /** Whom, and what for, in people's words: "李军 需要两个人抬", "两名电工". */
  readonly words: string
  /** A directory id or a trade, chosen from a list beside whom the words name. */
  readonly chosen?: string | undefined
}

type CallOutcome =
  /** Nobody is named: a list is to be shown. */
  | 'who_wanted'
  /** A way of calling somebody that several answer to: `people` are those. */
  | 'several'
  /** Of that trade nobody is on duty, or all have been asked. */
  | 'nobody'
  /** Nobody has the ticket yet: it is to be given out first. */
  | 'no_handler'
  | 'too_many'
  /** The matter is a complaint about them. */
  | 'conflict'
  /** They have the ticket themselves. */
  | 'same'

export interface CallAnswer extends StepAnswer<CallOutcome | StepAnswer['outcome']> {
  readonly people?: readonly StaffMember[]
  /** Names of those who were called, or who cannot be. */
  readonly called?: readonly string[]
  /** Names of those who are not on duty now: whoever called them should ring them up. */
  readonly offDuty?: readonly string[]
  /** Trades for which not enough people could be found. */
  readonly lacking?: readonly Skill[]
  /** Minutes in which they are to answer. */
  readonly minutes?: number
}

/** By whoever has it, or a dispatcher, lead or manager for them. */
export async function callIn(work: Work, call: CallIn): Promise<CallAnswer> {
  return staffStep<CallOutcome>(work, 'call-in', call, async (at): Promise<CallAnswer> => {
    const { ticket } = at
    const refused = refuse(at)
    if (refused) return refused
    const words = cleanText(call.words, work.rules.tickets.longest_reason)
    const wanted = await whoIsWanted(work, ticket, { words, chosen: call.chosen ?? '' })
    const who = await whoCanBe(work, ticket, wanted)
    if ('outcome' in who) return { ...who, ticket }
    const called = await callAll(work, at, { who: who.people, words: wanted.reason })
    return { outcome: 'ok', ...called, lacking: wanted.lacking }
  })
}

function refuse(at: InStep): CallAnswer | null {
  const refused = refusal(at, OPEN_STATES)
  if (refused) return refused
  const { ticket } = at
  return isIn(ticket.state, WAITING_STATES) ? { outcome: 'no_handler', ticket } : null
}

type CannotBe = Pick<CallAnswer, 'outcome' | 'people' | 'called' | 'lacking'>

async function whoCanBe(
  work: Work,
  ticket: TicketRow,
  wanted: Wanted,
): Promise<{ readonly people: readonly OneCalled[] } | CannotBe> {
  const { people, unclear, trades, ofTrades } = wanted
  if (people.length === 0 && unclear.length > 0) return { outcome: 'several', people: unclear }
  if (people.length === 0 && trades.length === 0) return { outcome: 'who_wanted' }
  const there = await helpersOn(work.tx, ticket.id)
  const others = people.filter(({ id }) => id !== ticket.assigneeId)
  const named = others.filter(({ id }) => !there.some(({ staffId }) => staffId === id))
  const about = await keptOut(work, ticket, named)
  const kept = named.filter(({ id }) => about.has(id))
  if (kept.length > 0) return { outcome: 'conflict', called: namesOf(kept) }
  const all = [...named.map((member) => ({ member, skill: null })), ...ofTrades]
  if (all.length > 0) {
    const tooMany = there.length + all.length > work.rules.tickets.help.most
    return tooMany ? { outcome: 'too_many' } : { people: all }
  }
  if (trades.length > 0) return { outcome: 'nobody', lacking: wanted.lacking }
  if (others.length === 0) return { outcome: 'same', called: namesOf(people) }
  return { outcome: 'already', called: namesOf(others) }
}

const namesOf = (people: readonly StaffMember[]) => people.map(({ name }) => name)

async function callAll(
  work: Work,
  { staff, ticket }: InStep,
  { who, words }: { readonly who: readonly OneCalled[]; readonly words: string },
) {
  const called = namesOf(who.map(({ member }) => member))
  const noted = await recordEvent(work, ticket, {
    kind: 'help-called',
    note: {
      name: called.join('、'),
      reason: words,
      staffIds: who.map(({ member }) => member.id),
      skills: who.map(({ skill }) => skill),
    },
  })
  for (const one of who) await callOne(work, noted, { ...one, byStaffId: staff.id, words })
  const values = { by: staff.name, helper: called.join('、'), words }
  await tellConcerned(
    work,
    noted,
    { byStaffId: staff.id, staffId: '' },
    { words: 'tickets.staff.help_called', values },
  )
  const onDuty = await onDutyStaff(work, { projectId: ticket.projectId, at: work.now })
  const offDuty = called.filter((name) => !onDuty.some((member) => member.name === name))
  return { ticket: noted, called, offDuty, minutes: minutesFor(work, ticket) }
}

/** Somebody is asked, and so many minutes later it is looked whether they answered. */
export async function callOne(
  work: Work,
  ticket: TicketRow,
  { member, skill, byStaffId, words }: OneCalled & { byStaffId: string; words: string },
): Promise<void> {
  const help = await insertHelper(work, ticket, { staffId: member.id, byStaffId, skill, words })
  await setTimer(work, {
    name: HELP_UNANSWERED,
    key: help.id,
    dueAt: new Date(work.now.getTime() + minutesFor(work, ticket) * 60_000),
    payload: { helpId: help.id },
  })
  await showHelp(work, ticket, help, 'help_asked')
}

/** As long as an offer of such a ticket is good. */
function minutesFor(work: Work, { priority }: TicketRow): number {
  return work.rules.tickets.dispatch.accept_minutes[priority as Priority]
}

export async function nameOfStaff(work: Work, staffId: string): Promise<string> {
  return (await findStaff(work.tx, staffId))?.name ?? ''
}
