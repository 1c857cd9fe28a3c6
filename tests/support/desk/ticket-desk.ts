/** A project whose tickets, clocks, tasks and callbacks work on a real database, told in the shipped words. */

import { handoffTimers } from '../../../src/conversation/handoffs.ts'
import { botResumed } from '../../../src/conversation/while-paused.ts'
import type { Database } from '../../../src/database/open-database.ts'
import type {
  Action,
  ActionAnswer,
  ClickAnswer,
  ClickHandler,
  TimerHandler,
} from '../../../src/desk/action.ts'
import { seedClocks } from '../../../src/desk/clocks/seed-clocks.ts'
import { clockTimers } from '../../../src/desk/clocks/timers.ts'
import { contractorActions } from '../../../src/desk/contractors/actions.ts'
import { orderSubject } from '../../../src/desk/contractors/subject-view.ts'
import { dailyTimers } from '../../../src/desk/daily/timers.ts'
import { directoryTimers } from '../../../src/desk/directory/timers.ts'
import { feeActions } from '../../../src/desk/fees/actions.ts'
import type { OwnerEvent } from '../../../src/desk/owner-event.ts'
import { pauseActions } from '../../../src/desk/pauses/actions.ts'
import { pauseTimers } from '../../../src/desk/pauses/timers.ts'
import { problemActions } from '../../../src/desk/problems/actions.ts'
import { quoteActions } from '../../../src/desk/quotes/actions.ts'
import { quoteTimers } from '../../../src/desk/quotes/timers.ts'
import { type Rules, readRules } from '../../../src/desk/rules.ts'
import type { Role, Skill } from '../../../src/desk/staff/roles.ts'
import { surveyActions } from '../../../src/desk/surveys/actions.ts'
import { surveyTimers } from '../../../src/desk/surveys/timers.ts'
import { taskTimers } from '../../../src/desk/tasks/task-timers.ts'
import { ticketActions } from '../../../src/desk/tickets/actions.ts'
import { ticketClicks } from '../../../src/desk/tickets/clicks.ts'
import { ticketSubject } from '../../../src/desk/tickets/subject-view.ts'
import { type TicketRow, ticketRow } from '../../../src/desk/tickets/ticket.ts'
import { ticketTimers } from '../../../src/desk/tickets/timers.ts'
import { warrantyActions } from '../../../src/desk/warranty/actions.ts'
import type { Actor, OwnerActor, StaffActor, Work } from '../../../src/desk/work.ts'
import { nextTimerAt } from '../../../src/timers/sweep.ts'
import { openTestDatabase } from '../database.ts'
import { handClock } from '../hand-clock.ts'
import { anOwner, aRoom } from './homes.ts'
import { type Speaker, spokenNotifier } from './spoken-notifier.ts'
import { actorOf, aStaffMember, PROJECT } from './staff.ts'
import { sweepWith } from './sweep-with.ts'
import { type DoWork, workOn } from './work.ts'

/** Monday 23 November 2026, 10:00 in Shanghai. */
const MONDAY_TEN = '2026-11-23T10:00:00+08:00'

export interface TicketDesk {
  readonly db: Database
  readonly url: string
  readonly tell: Speaker
  readonly doWork: DoWork
  readonly rules: Rules
  /** Events that reached owners' dialogues. */
  readonly events: OwnerEvent[]
  /** Chats the platform would not take a question for. */
  readonly closedChats: Set<string>
  now(): Date
  owner(user: string, ...rooms: readonly string[]): Promise<OwnerActor>
  technician(name: string, more?: Partial<Hired>): Promise<StaffActor>
  staff(name: string, role: Role, more?: Partial<Hired>): Promise<StaffActor>
  room(code: string): Promise<string>
  /** Runs an action as a flow would, in a transaction of its own. */
  act(actor: Actor, action: string, input?: Readonly<Record<string, unknown>>): Promise<Answer>
  /** A tapped button with the answer to its card's question, or a form sent with its answers. */
  tap(
    staff: StaffActor,
    number: string,
    key: string,
    reason?: string | Readonly<Record<string, readonly string[]>>,
  ): Promise<ClickAnswer>
  work<T>(actor: Actor, run: (work: Work) => Promise<T>): Promise<T>
  ticket(number: string): Promise<TicketRow>
  /** Moves the time, ringing every alarm on the way at its own time. */
  advance(minutes: number): Promise<void>
  moveTo(at: string): Promise<void>
  /** Moves the time without ringing anything: all alarms of the way are late. */
  sleepTo(at: string): void
  /** Rings what is due now; answers how many rang. */
  sweep(): Promise<number>
  close(): Promise<void>
}

interface Answer extends ActionAnswer {
  readonly result: Readonly<Record<string, never>>
}

interface Hired {
  readonly skills: readonly Skill[]
  readonly areas: readonly string[]
  readonly certificates: readonly string[]
  readonly projectId: string
  readonly shift: { readonly from: string; readonly to: string } | null
}

/** With the shipped rules, but everybody is asked about what is finished, not only a share. */
export async function openTicketDesk(changed?: (rules: Rules) => Rules): Promise<TicketDesk> {
  const { db, url, close } = await openTestDatabase()
  const shipped = await readRules()
  const everybody = { ...shipped, surveys: { ...shipped.surveys, sample_percent: 100 } }
  const rules = changed ? changed(everybody) : everybody
  const tell = await spokenNotifier()
  const clock = handClock(MONDAY_TEN)
  const doWork = await workOn(db, tell, rules)
  const events: OwnerEvent[] = []
  const closedChats = new Set<string>()
  const handlers: Readonly<Record<string, TimerHandler>> = {
    ...clockTimers({ ticket: ticketSubject, 'contractor-order': orderSubject }),
    ...taskTimers,
    ...ticketTimers,
    ...handoffTimers,
    ...directoryTimers,
    ...pauseTimers,
    ...dailyTimers,
    ...quoteTimers,
    'conversation.bot-resumed': botResumed,
    ...surveyTimers({
      canWriteTo: async (_work, conversationId) => !closedChats.has(conversationId),
      keepEvent: async (_work, event) => {
        if (!events.some((before) => before.key === event.key)) events.push(event)
      },
    }),
  }
  await doWork(clock.now(), (work) => seedClocks(work, PROJECT))

  const sweep = () => sweepWith({ db, clock, doWork, handlers })
  const moveTo = async (end: Date) => {
    for (;;) {
      const next = await nextTimerAt(db)
      if (!next || next > end) break
      if (next > clock.now()) clock.set(next)
      await sweep()
    }
    clock.set(end)
  }
  const hire = async (name: string, roles: readonly Role[], more: Partial<Hired>) =>
    actorOf(await aStaffMember(db, { name, roles, ...more }), more.projectId)
  const ticket = async (number: string) => {
    const row = db.selectFrom('ticket').selectAll().where('number', '=', number)
    return ticketRow(await row.executeTakeFirstOrThrow())
  }

  return {
    db,
    url,
    tell,
    doWork,
    rules,
    events,
    closedChats,
    now: () => clock.now(),
    owner: (user, ...rooms) => anOwner(db, { user, rooms }),
    technician: (name, more = {}) =>
      hire(name, ['technician'], { skills: ['plumbing_power'], ...more }),
    staff: (name, role, more = {}) => hire(name, [role], more),
    room: (code) => aRoom(db, code),
    act: (actor, name, input = {}) =>
      doWork(clock.now(), (work) => actionNamed(name).run(work, input), actor) as Promise<Answer>,
    async tap(staff, number, key, reason) {
      const subject = { kind: 'ticket', id: (await ticket(number)).id }
      const selections = typeof reason === 'string' ? { reason: [reason] } : (reason ?? {})
      const click = { subject, key, selections }
      const answer = await doWork(clock.now(), (work) => clicked(work, click), staff)
      if (answer.close) tell.text(answer.close.words, answer.close.values)
      return answer
    },
    work: (actor, run) => doWork(clock.now(), run, actor),
    ticket,
    advance: (minutes) => moveTo(new Date(clock.now().getTime() + minutes * 60_000)),
    moveTo: (at) => moveTo(new Date(at)),
    sleepTo: (at) => clock.set(new Date(at)),
    sweep,
    close,
  }
}

const clicked = ticketClicks['ticket'] as ClickHandler

const ACTIONS: readonly Action[] = [
  ...ticketActions,
  ...surveyActions,
  ...pauseActions,
  ...problemActions,
  ...quoteActions,
  ...feeActions,
  ...contractorActions,
  ...warrantyActions,
]

/** Holds every answer to the outcomes and result fields the action declares. */
function actionNamed(name: string): Action {
  const action = ACTIONS.find((one) => one.name === name)
  if (!action) throw new Error(`no action ${name}`)
  return {
    ...action,
    async run(work, input) {
      const answer = await action.run(work, input)
      if (!action.outcomes.includes(answer.outcome)) {
        throw new Error(`${name} answered ${answer.outcome}, which it does not declare`)
      }
      return { ...answer, result: answer.result ?? {} }
    },
  }
}
