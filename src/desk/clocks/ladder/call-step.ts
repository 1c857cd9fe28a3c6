/** One call of one level: finds whom it calls, keeps a row for each alarm, and tells them. */
import type { Work } from '../../work.ts'
import type { Target } from '../chain-rules.ts'
import type { SubjectView } from '../subject-view.ts'
import { gather } from './gather.ts'
import { keepPing } from './keep-ping.ts'
import { type Called, peopleAt } from './people-at.ts'
import { type PingValues, pingValues } from './ping-values.ts'
import type { Run } from './run.ts'
import { snoozeUntil } from './snooze-ladder.ts'
import { cardOfCall, tellAssignee, tellRobot } from './tell-call.ts'
import type { Why } from './why-gathered.ts'

/**
 * Calls everybody the run's present step names, each once. False when it names people and nobody of them is there,
 * which is kept as a gap; who only hears of it beside them fills none. The group robot is rung in either case. `why` given: what it says is
 * gathered for one message.
 */
export async function callStep(
  work: Work,
  run: Run,
  view: SubjectView,
  why: Why | null,
): Promise<boolean> {
  const step = run.ladder.steps[run.step]
  if (!step) return true
  const called = await peopleAt(work, step.targets, view)
  const about = await pingValues(work, { view, reason: run.reason, dueAt: run.dueAt })
  const can_snooze = (await snoozeUntil(work, run)) !== null
  const people = called.map(({ member }) => member.name)
  const values = { ...about, level: step.level, people, can_snooze, is_confidential: false }
  if (run.ladder.untilTaken) await replaceCards(work, run)
  const told = { values, why }
  // Two processes that gather for the same people meet them in one order.
  const inOrder = why ? byId(called) : called
  for (const one of inOrder) await callMember(work, run, one, told)
  if (step.targets.includes('robot')) await ringRobot(work, run, called, inGroup(work, view, told))
  const namesPeople = step.targets.some((target) => !BESIDE.includes(target))
  const isReached = called.some(({ target }) => !BESIDE.includes(target))
  if (isReached || !namesPeople) return true
  const gap = { receiver: 'gap', target: null, staffId: null, result: 'gap' } as const
  await keepPing(work, run, { ...gap, note: noteOf(values) })
  return false
}

/** They hear of it, and a level is not theirs to answer for. */
const BESIDE: readonly Target[] = ['responder', 'robot']

/** What only some may know stands in the group without a name, a place or a word of it. */
function inGroup(work: Work, { isConfidential }: SubjectView, told: Told): Told {
  if (!isConfidential) return told
  const { title } = work.rules.tickets.complaints.confidential
  const values = { ...told.values, title, place: '', reporter: '', assignee: '', people: [] }
  return { ...told, values: { ...values, is_confidential: true } }
}

/** An alarm without an end would leave a heap of cards: only the newest keeps its buttons. */
async function replaceCards(work: Work, run: Run): Promise<void> {
  const subject = { kind: 'escalation', id: run.id }
  await work.tell.closeCards(work, subject, { words: 'clocks.card_again', values: {} })
}

function byId(called: readonly Called[]): readonly Called[] {
  return [...called].sort((a, b) => (a.member.id < b.member.id ? -1 : 1))
}

interface Told {
  readonly values: PingValues
  readonly why: Why | null
}

async function callMember(
  work: Work,
  run: Run,
  { target, member }: Called,
  { values, why }: Told,
): Promise<void> {
  const key = await keepPing(work, run, {
    receiver: member.id,
    target,
    staffId: member.id,
    result: 'sent',
    note: noteOf(values),
  })
  if (!key) return
  const isAssignee = target === 'assignee'
  if (why) {
    const kind = isAssignee ? 'assignee' : 'other'
    return gather(work, run, { key, receiver: member.id, kind, why, values })
  }
  if (isAssignee) return tellAssignee(work, member.id, { key, values })
  const card = run.ladder.untilTaken ? 'escalation.hazard' : 'escalation.ping'
  const { id: runId, subject } = run
  await cardOfCall(work, member.id, { key, values, card, runId, subject })
}

/** Names the people in the group, so that nobody thinks another was meant. */
async function ringRobot(
  work: Work,
  run: Run,
  called: readonly Called[],
  { values, why }: Told,
): Promise<void> {
  const isDiscreet = values['is_confidential'] === true
  const result = isDiscreet ? 'discreet' : 'sent'
  const robot = { receiver: 'robot', target: 'robot', staffId: null, result } as const
  const key = await keepPing(work, run, { ...robot, note: noteOf(values) })
  if (!key) return
  if (why) return gather(work, run, { key, receiver: 'robot', kind: 'robot', why, values })
  await tellRobot(work, run.projectId, {
    ...{ key, values },
    words: run.ladder.untilTaken ? 'clocks.hazard.robot' : 'clocks.ping.robot',
    mention: isDiscreet ? [] : called.map(({ member }) => member.userId),
  })
}

function noteOf({ number, place }: PingValues): string {
  return `${number} ${place}`.trim()
}
