/** A project with clocks and ladders on a real database, and a time that is moved from alarm to alarm. */
import { randomUUID } from 'node:crypto'
import type { Database } from '../../../src/database/open-database.ts'
import { clockClicks } from '../../../src/desk/clocks/clicks.ts'
import { seedClocks } from '../../../src/desk/clocks/seed-clocks.ts'
import { lookAtYears } from '../../../src/desk/clocks/statutory/look-at-years.ts'
import type { Subjects, SubjectView } from '../../../src/desk/clocks/subject-view.ts'
import { clockTimers } from '../../../src/desk/clocks/timers.ts'
import type { Rules } from '../../../src/desk/rules.ts'
import { taskTimers } from '../../../src/desk/tasks/task-timers.ts'
import type { Actor, Subject, Work } from '../../../src/desk/work.ts'
import { type DueTimer, nextTimerAt, sweepTimers } from '../../../src/timers/sweep.ts'
import { openTestDatabase } from '../../support/database.ts'
import { actorOf, PROJECT } from '../../support/desk/staff.ts'
import { workOn } from '../../support/desk/work.ts'
import { handClock } from '../../support/hand-clock.ts'
import { type RecordingNotifier, recordingNotifier } from '../../support/recording-notifier.ts'

export interface ClockDesk {
  readonly db: Database
  readonly url: string
  readonly tell: RecordingNotifier
  now(): Date
  /** Does work at the present moment, in one transaction. */
  work<T>(run: (work: Work) => Promise<T>): Promise<T>
  /** The same, done by somebody. */
  workAs<T>(actor: Actor, run: (work: Work) => Promise<T>): Promise<T>
  /** Looks at the years of a folder, as the weekly alarm does. */
  lookAtYears(folder: string, timer: Omit<DueTimer, 'conversationId'>): Promise<void>
  /** A matter of its own; `about` can be changed by `becomes`. */
  aTicket(about?: Partial<SubjectView>): Subject
  becomes(ticket: Subject, about: Partial<SubjectView>): void
  /** Moves the time to a moment, ringing every alarm on the way at its own time. */
  moveTo(at: string): Promise<void>
  /** Moves the time without ringing anything: all alarms of the way are late. */
  sleepTo(at: string): void
  /** Rings what is due now. */
  sweep(): Promise<number>
  /** Rings one alarm by hand, as a repeated or late delivery would. */
  ring(timer: Omit<DueTimer, 'conversationId'>): Promise<void>
  /** The same inside a transaction that is open already. */
  ringWithin(work: Work, timer: Omit<DueTimer, 'conversationId'>): Promise<void>
  tap(staffId: string, runId: string, key?: string): Promise<{ outcome: string; words?: string }>
  /** The same for any card, with what was ticked on it. */
  click(
    staffId: string,
    card: { readonly subject: Subject; readonly key?: string; readonly ticked?: readonly string[] },
  ): Promise<{ outcome: string; words?: string; values?: Readonly<Record<string, unknown>> }>
  close(): Promise<void>
}

/** Monday 23 November 2026, 10:00 in Shanghai. */
export const MONDAY_TEN = '2026-11-23T10:00:00+08:00'

export async function openClockDesk(rules?: Rules): Promise<ClockDesk> {
  const { db, url, close } = await openTestDatabase()
  const tell = recordingNotifier()
  const clock = handClock(MONDAY_TEN)
  const doWork = await workOn(db, tell, rules)
  const tickets = new Map<string, SubjectView>()
  const subjects: Subjects = { ticket: async (_work, id) => tickets.get(id) ?? null }
  const clicks = clockClicks(subjects)
  const handlers = {
    ...clockTimers(subjects),
    ...taskTimers,
  }
  await doWork(clock.now(), (work) => seedClocks(work, PROJECT))

  const ring = (work: Work, timer: Omit<DueTimer, 'conversationId'>) => {
    const handler = handlers[timer.name]
    if (!handler) throw new Error(`nobody rings for ${timer.name}`)
    return handler(work, timer)
  }
  const sweep = () =>
    sweepTimers({
      db,
      clock,
      width: 1,
      ring: (tx, now, timer) => ring(doWork.within(tx, now), timer),
      onFailure: (_timer, error) => {
        throw error
      },
    })

  const click: ClockDesk['click'] = async (staffId, { subject, key = 'take', ticked }) => {
    const answerTap = clicks[subject.kind]
    if (!answerTap) throw new Error('nobody answers taps')
    const selections = ticked ? { ticket: ticked } : {}
    const answer = await doWork(
      clock.now(),
      (work) => answerTap(work, { subject, key, selections }),
      actorOf(staffId),
    )
    return { outcome: answer.outcome, ...answer.close }
  }

  return {
    db,
    url,
    tell,
    now: () => clock.now(),
    work: (run) => doWork(clock.now(), run),
    workAs: (actor, run) => doWork(clock.now(), run, actor),
    lookAtYears: (folder, timer) => doWork(clock.now(), (work) => lookAtYears(folder)(work, timer)),
    aTicket(about = {}) {
      const id = randomUUID()
      tickets.set(id, { ...someTicket, number: `BX20261123-${tickets.size + 1}`, ...about })
      return { kind: 'ticket', id }
    },
    becomes(ticket, about) {
      tickets.set(ticket.id, { ...(tickets.get(ticket.id) ?? someTicket), ...about })
    },
    async moveTo(at) {
      const end = new Date(at)
      for (;;) {
        const next = await nextTimerAt(db)
        if (!next || next > end) break
        if (next > clock.now()) clock.set(next)
        await sweep()
      }
      clock.set(end)
    },
    sleepTo: (at) => clock.set(new Date(at)),
    sweep,
    ring: (timer) => doWork(clock.now(), (work) => ring(work, timer)),
    ringWithin: ring,
    async tap(staffId, runId, key = 'take') {
      const subject = { kind: 'escalation', id: runId }
      const { outcome, words } = await click(staffId, { subject, key })
      return { outcome, ...(words === undefined ? {} : { words }) }
    },
    click,
    close,
  }
}

const someTicket: SubjectView = {
  projectId: PROJECT,
  number: 'BX20261123-1',
  title: '厨房水槽漏水',
  place: '3栋2单元501',
  priority: 'normal',
  skill: null,
  buildingCode: null,
  assigneeStaffId: null,
  isOpen: true,
}
