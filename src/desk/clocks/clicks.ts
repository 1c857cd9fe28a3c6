/** Taps on the cards of ladders: 我来处理. */
import type { ClickAnswer, ClickHandler } from '../action.ts'
import { audit } from '../audit/audit.ts'
import { findStaff } from '../staff/staff.ts'
import type { StaffActor, Work } from '../work.ts'
import { type Taken, takeRun } from './ladder/acknowledge-ladder.ts'
import { findRun } from './ladder/run.ts'

/** Any member of the project may take it; the first has it, and who comes later is told who that is. */
export const takeEscalation: ClickHandler = async (work, click) => {
  const { actor } = work
  if (actor.kind !== 'staff') return { outcome: 'not-staff' }
  const member = await findStaff(work.tx, actor.staffId)
  if (!member || member.projectId !== actor.projectId) return { outcome: 'not-staff' }
  const run = await findRun(work.tx, click.subject.id)
  if (!run || run.projectId !== actor.projectId) return { outcome: 'not-yours' }
  if (click.key !== 'take') return { outcome: 'unknown-key' }
  const taken = await takeRun(work, run, member.id)
  await keepTap(work, actor, { ...click.subject, outcome: taken.outcome, about: run.subject })
  return answerTo(work, taken)
}

export const clockClicks: Readonly<Record<string, ClickHandler>> = { escalation: takeEscalation }

async function keepTap(
  work: Work,
  actor: StaffActor,
  tap: { kind: string; id: string; outcome: string; about: { kind: string; id: string } },
): Promise<void> {
  await audit(work, {
    action: 'escalation.take',
    subject: { kind: tap.kind, id: tap.id },
    corpId: actor.corpId,
    projectId: actor.projectId,
    detail: { outcome: tap.outcome, about: tap.about },
  })
}

async function answerTo(work: Work, taken: Taken): Promise<ClickAnswer> {
  const { outcome, holderId } = taken
  if (outcome === 'taken') return { outcome, close: { words: 'clocks.card_yours', values: {} } }
  if (outcome === 'over') return { outcome, close: { words: 'clocks.card_over', values: {} } }
  const holder = holderId ? await findStaff(work.tx, holderId) : null
  const values = { holder: holder?.name ?? '' }
  return { outcome, close: { words: 'clocks.card_taken', values } }
}
