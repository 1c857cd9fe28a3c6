/** Taps on the cards of ladders: 我来处理, 上班后提醒, 在处理, 交还. */
import type { ClickAnswer, ClickHandler } from '../action.ts'
import { audit } from '../audit/audit.ts'
import { findStaff } from '../staff/staff.ts'
import type { StaffActor, Subject, Work } from '../work.ts'
import { takeRun } from './ladder/acknowledge-ladder.ts'
import { answerAll } from './ladder/answer-all.ts'
import { type Answered, giveBack, stillOnIt } from './ladder/answer-ask.ts'
import { answerSummary } from './ladder/answer-summary.ts'
import { giveHolderCard } from './ladder/holder-card.ts'
import { findRun, type Run } from './ladder/run.ts'
import { snoozeRun } from './ladder/snooze-ladder.ts'
import { decideYear } from './statutory/decide-year.ts'
import type { Subjects } from './subject-view.ts'
import { localOf } from './time-of-day.ts'

/** Any member of the project may take it; the first has it, and who comes later is told who that is. */
export const takeEscalation: ClickHandler = async (work, click) => {
  const { actor } = work
  if (actor.kind !== 'staff') return { outcome: 'not-staff' }
  const member = await findStaff(work.tx, actor.staffId)
  if (!member || member.projectId !== actor.projectId) return { outcome: 'not-staff' }
  const run = await findRun(work.tx, click.subject.id)
  if (!run || run.projectId !== actor.projectId) return { outcome: 'not-yours' }
  const tap = Object.hasOwn(TAPS, click.key) ? TAPS[click.key] : undefined
  if (!tap) return { outcome: 'unknown-key' }
  const answer = await tap.answer(work, run, member.id)
  const { outcome } = answer
  await keepTap(work, actor, { ...click.subject, action: tap.action, outcome, about: run.subject })
  return answer
}

interface Tap {
  /** As the audit log names it. */
  readonly action: string
  readonly answer: (work: Work, run: Run, staffId: string) => Promise<ClickAnswer>
}

/** By the button's key. */
const TAPS: Readonly<Record<string, Tap>> = {
  take: { action: 'escalation.take', answer: take },
  snooze: { action: 'escalation.snooze', answer: snooze },
  still: {
    action: 'escalation.still',
    answer: async (work, run, staffId) => asHolder(work, await stillOnIt(work, run, staffId)),
  },
  give_back: {
    action: 'escalation.give-back',
    answer: async (work, run, staffId) => asHolder(work, await giveBack(work, run, staffId)),
  },
}

async function take(work: Work, run: Run, staffId: string): Promise<ClickAnswer> {
  const { outcome, holderId } = await takeRun(work, run, staffId)
  if (outcome === 'taken') {
    await giveHolderCard(work, run.id)
    return { outcome, close: { words: 'clocks.card_yours', values: {} } }
  }
  return { outcome, close: await whoHasIt(work, outcome, holderId) }
}

async function snooze(work: Work, run: Run, staffId: string): Promise<ClickAnswer> {
  const { outcome, holderId, until } = await snoozeRun(work, run)
  if (outcome === 'snoozed' && until) {
    const local = new Date(localOf(until.getTime(), work.rules.clocks.zone)).toISOString()
    const values = { day: local.slice(0, 10), time: local.slice(11, 16) }
    return { outcome, close: { words: 'clocks.card_snoozed', values } }
  }
  if (outcome === 'over' || outcome === 'taken-by-other') {
    return { outcome, close: await whoHasIt(work, outcome, holderId) }
  }
  // The card stays as it is: it can still be taken.
  await work.tell.staff(work, staffId, {
    words: 'clocks.cannot_snooze',
    values: { is_open: outcome === 'open-now' },
    key: `cannot-snooze-${run.id}-${run.epoch}-${staffId}-${work.now.getTime()}`,
    purpose: 'alert',
  })
  return { outcome }
}

async function asHolder(work: Work, { outcome, holderId }: Answered): Promise<ClickAnswer> {
  const words = {
    still: 'clocks.card_still',
    'given-back': 'clocks.card_given_back',
    resumed: 'clocks.card_again',
  }
  if (outcome === 'over' || outcome === 'taken-by-other') {
    return { outcome, close: await whoHasIt(work, outcome, holderId) }
  }
  return { outcome, close: { words: words[outcome], values: {} } }
}

/** `subjects` shows whoever has a matter its own card. */
export function clockClicks(subjects: Subjects): Readonly<Record<string, ClickHandler>> {
  return {
    escalation: takeEscalation,
    'escalation-asks': answerAll,
    'escalation-summary': answerSummary(subjects),
    holidays: decideYear(),
  }
}

async function keepTap(
  work: Work,
  actor: StaffActor,
  tap: { kind: string; id: string; action: string; outcome: string; about: Subject },
): Promise<void> {
  await audit(work, {
    action: tap.action,
    subject: { kind: tap.kind, id: tap.id },
    corpId: actor.corpId,
    projectId: actor.projectId,
    detail: { outcome: tap.outcome, about: tap.about },
  })
}

async function whoHasIt(
  work: Work,
  outcome: 'over' | 'taken-by-other',
  holderId: string | null,
): Promise<NonNullable<ClickAnswer['close']>> {
  if (outcome === 'over') return { words: 'clocks.card_over', values: {} }
  const holder = holderId ? await findStaff(work.tx, holderId) : null
  return { words: 'clocks.card_taken', values: { holder: holder?.name ?? '' } }
}
