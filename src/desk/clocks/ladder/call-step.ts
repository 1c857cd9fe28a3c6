/** One call of one level: finds whom it calls, keeps a row for each alarm, and tells them. */
import type { Work } from '../../work.ts'
import type { SubjectView } from '../subject-view.ts'
import { keepPing } from './keep-ping.ts'
import { type Called, peopleAt } from './people-at.ts'
import { type PingValues, pingValues } from './ping-values.ts'
import type { Run } from './run.ts'

/**
 * Calls everybody the run's present step names, each once. False when it names people and nobody of them is there,
 * which is kept as a gap. The group robot is rung in either case.
 */
export async function callStep(work: Work, run: Run, view: SubjectView): Promise<boolean> {
  const step = run.ladder.steps[run.step]
  if (!step) return true
  const called = await peopleAt(work, step.targets, view)
  const about = await pingValues(work, { view, reason: run.reason, dueAt: run.dueAt })
  const values = { ...about, level: step.level, people: called.map(({ member }) => member.name) }
  if (run.ladder.untilTaken) await replaceCards(work, run)
  for (const one of called) await callMember(work, run, one, values)
  if (step.targets.includes('robot')) await ringRobot(work, run, called, values)
  const namesPeople = step.targets.some((target) => target !== 'robot')
  if (called.length > 0 || !namesPeople) return true
  const gap = { receiver: 'gap', target: null, staffId: null, result: 'gap' } as const
  await keepPing(work, run, { ...gap, note: noteOf(values) })
  return false
}

/** An alarm without an end would leave a heap of cards: only the newest keeps its buttons. */
async function replaceCards(work: Work, run: Run): Promise<void> {
  const subject = { kind: 'escalation', id: run.id }
  await work.tell.closeCards(work, subject, { words: 'clocks.card_again', values: {} })
}

/** The assignee is reminded: his own card has the buttons he needs. Everybody else can take it. */
async function callMember(
  work: Work,
  run: Run,
  { target, member }: Called,
  values: PingValues,
): Promise<void> {
  const key = await keepPing(work, run, {
    receiver: member.id,
    target,
    staffId: member.id,
    result: 'sent',
    note: noteOf(values),
  })
  if (!key) return
  if (target === 'assignee') {
    const words = 'clocks.ping.assignee'
    await work.tell.staff(work, member.id, { words, values, key: `ping-${key}`, purpose: 'alert' })
    return
  }
  const isTicket = run.subject.kind === 'ticket'
  const page = isTicket ? work.links.ticketPage(run.subject.id, member.id) : ''
  await work.tell.card(work, member.id, {
    card: run.ladder.untilTaken ? 'escalation.hazard' : 'escalation.ping',
    values: { ...values, page },
    subject: { kind: 'escalation', id: run.id },
    key: `ping-${key}`,
  })
}

/** Names the people in the group, so that nobody thinks another was meant. */
async function ringRobot(
  work: Work,
  run: Run,
  called: readonly Called[],
  values: PingValues,
): Promise<void> {
  const robot = { receiver: 'robot', target: 'robot', staffId: null, result: 'sent' } as const
  const key = await keepPing(work, run, { ...robot, note: noteOf(values) })
  if (!key) return
  await work.tell.robot(work, run.projectId, {
    words: run.ladder.untilTaken ? 'clocks.hazard.robot' : 'clocks.ping.robot',
    values,
    key: `ping-${key}`,
    purpose: 'alert',
    mention: called.map(({ member }) => member.userId),
  })
}

function noteOf({ number, place }: PingValues): string {
  return `${number} ${place}`.trim()
}
