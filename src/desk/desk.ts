/** Everything the desk offers, in one place: actions and facts for flows, answers to taps, alarms, subjects of ladders. */
import { canWriteTo } from '../outbox/budget.ts'
import type { OutboxRules } from '../outbox/rules.ts'
import type { Action, ClickHandler, Fact, RemoteAction, TimerHandler } from './action.ts'
import { clockClicks, takeEscalation } from './clocks/clicks.ts'
import type { Subjects } from './clocks/subject-view.ts'
import { clockTimers } from './clocks/timers.ts'
import { contactActions } from './contacts/actions.ts'
import { contractorActions } from './contractors/actions.ts'
import { orderSubject } from './contractors/subject-view.ts'
import { dailyActions } from './daily/handover-words.ts'
import { dailyTimers } from './daily/timers.ts'
import { decideMissing } from './directory/ask-about-missing.ts'
import { directoryTimers } from './directory/timers.ts'
import { feeActions } from './fees/actions.ts'
import { payLinkActions, payLinkFacts } from './fees/pay-link-actions.ts'
import type { PayLinks } from './fees/pay-links.ts'
import { noticeActions } from './notices/actions.ts'
import { decideNotice } from './notices/decide.ts'
import { noticeTimers } from './notices/timers.ts'
import { keepOwnerEvent } from './owner-event.ts'
import { pauseActions } from './pauses/actions.ts'
import { pauseTimers } from './pauses/timers.ts'
import { problemActions } from './problems/actions.ts'
import { quoteActions } from './quotes/actions.ts'
import { quoteTimers } from './quotes/timers.ts'
import { residentActions } from './residents/actions.ts'
import { residentClicks } from './residents/clicks.ts'
import { residentFacts } from './residents/facts.ts'
import { residentTimers } from './residents/timers.ts'
import { rosterActions } from './roster/actions.ts'
import { decideLeave, rosterTimers } from './roster/decide-leave.ts'
import { swapActions } from './roster/swaps/actions.ts'
import { decideSwap, swapTimers } from './roster/swaps/decide-swap.ts'
import { surveyActions } from './surveys/actions.ts'
import { callbackClicks } from './surveys/clicks.ts'
import { surveyFacts } from './surveys/facts.ts'
import { type OwnerDoor, surveyTimers } from './surveys/timers.ts'
import { taskClicks } from './tasks/task-clicks.ts'
import { taskTimers } from './tasks/task-timers.ts'
import { ticketActions } from './tickets/actions.ts'
import { tellingOfAlarms } from './tickets/alarm-taken.ts'
import { ticketClicks } from './tickets/clicks.ts'
import { ticketFacts } from './tickets/facts.ts'
import { ticketSubject } from './tickets/subject-view.ts'
import { ticketTimers } from './tickets/timers.ts'
import { windowFacts } from './tickets/window-facts.ts'
import { warrantyActions } from './warranty/actions.ts'

/** What flows may call, by name. */
export const deskActions: ReadonlyMap<string, Action> = new Map(
  [
    ...ticketActions,
    ...surveyActions,
    ...residentActions,
    ...feeActions,
    ...noticeActions,
    ...contactActions,
    ...rosterActions,
    ...swapActions,
    ...pauseActions,
    ...problemActions,
    ...quoteActions,
    ...contractorActions,
    ...warrantyActions,
    ...dailyActions,
  ].map((action) => [action.name, action]),
)

/** Services of others the desk uses; null where none is configured. */
export interface OtherServices {
  readonly payLinks: PayLinks | null
}

/** What flows may order over a network, by name. */
export function remoteActions({ payLinks }: OtherServices): ReadonlyMap<string, RemoteAction> {
  return new Map(payLinkActions(payLinks).map((action) => [action.name, action]))
}

export function remoteFacts({ payLinks }: OtherServices): Readonly<Record<string, Fact>> {
  return payLinkFacts(payLinks)
}

/** What expressions may ask, by name. */
export const deskFacts: Readonly<Record<string, Fact>> = {
  ...ticketFacts,
  ...windowFacts,
  ...surveyFacts,
  ...residentFacts,
}

const subjects: Subjects = { ticket: ticketSubject, 'contractor-order': orderSubject }

/** Who answers taps on cards, by what the card is about. */
export const deskClicks: Readonly<Record<string, ClickHandler>> = {
  ...ticketClicks,
  ...clockClicks(subjects),
  escalation: tellingOfAlarms(takeEscalation),
  ...residentClicks,
  callback: callbackClicks,
  task: taskClicks,
  notice: decideNotice,
  leave: decideLeave,
  swap: decideSwap,
  'staff-missing': decideMissing,
}

/** Who keeps promises in time, by the alarm's name. */
export function deskTimers(outboxRules: OutboxRules): Readonly<Record<string, TimerHandler>> {
  const door: OwnerDoor = {
    canWriteTo: (work, conversationId) =>
      canWriteTo(work.tx, conversationId, { now: work.now, rules: outboxRules }),
    keepEvent: keepOwnerEvent,
  }
  return {
    ...ticketTimers,
    ...surveyTimers(door),
    ...clockTimers(subjects),
    ...residentTimers,
    ...taskTimers,
    ...noticeTimers,
    ...directoryTimers,
    ...rosterTimers,
    ...swapTimers,
    ...pauseTimers,
    ...dailyTimers,
    ...quoteTimers,
  }
}
