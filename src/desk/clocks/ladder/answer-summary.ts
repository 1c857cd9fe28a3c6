/** One tap on the card about many calls: each that is ticked is taken, or shown again to whoever has it. */
import type { ClickAnswer, ClickHandler } from '../../action.ts'
import { audit } from '../../audit/audit.ts'
import { findStaff, type StaffMember } from '../../staff/staff.ts'
import type { Work } from '../../work.ts'
import { type Subjects, viewOf } from '../subject-view.ts'
import { takeRun } from './acknowledge-ladder.ts'
import { giveHolderCard } from './holder-card.ts'
import { findRun } from './run.ts'
import { isOwn, showRest } from './summary.ts'

/** What became of one that was ticked; permanent: the audit log keeps it. */
type Done = 'taken' | 'opened' | 'taken-by-other' | 'not-yours' | 'over'

interface Ticked {
  readonly done: Done
  readonly number: string
  /** Who has taken it; empty when nobody else has. */
  readonly holder: string
}

/** Only whoever the card was sent to; a card with nothing ticked stays. What is left over comes on a new card. */
export const answerSummary =
  (subjects: Subjects): ClickHandler =>
  async (work, { subject, key, selections }) => {
    const member = work.actor.kind === 'staff' ? await findStaff(work.tx, work.actor.staffId) : null
    if (!member) return { outcome: 'not-staff' }
    if (key !== 'take') return { outcome: 'unknown-key' }
    const runIds = [...new Set(selections['ticket'] ?? [])].sort()
    if (runIds.length === 0) return askToTick(work, subject.id, member.id)
    const summary = { id: subject.id, staffId: member.id }
    const lines = await listedOf(work, summary, runIds)
    const all: Ticked[] = []
    // In the order of ids: two who tick the same meet the ladders in one order.
    for (const line of lines) all.push(await answerLine(work, subjects, { line, member }))
    await forget(work, summary, runIds)
    await tellOfOthers(work, summary, all)
    const left = await showRest(work, summary)
    return closing(all, left)
  }

interface Line {
  readonly runId: string
  readonly kind: string
  readonly number: string
}

/** Of those that are ticked, what this person was told by this card and has not dealt with. */
async function listedOf(
  { tx }: Pick<Work, 'tx'>,
  { id, staffId }: { readonly id: string; readonly staffId: string },
  runIds: readonly string[],
): Promise<readonly Line[]> {
  const rows = await tx
    .selectFrom('missed_ping')
    .select(['runId', 'kind', 'values'])
    .where('summaryId', '=', id)
    .where('receiver', '=', staffId)
    .where('runId', 'in', runIds)
    .orderBy('runId')
    .execute()
  return rows.map(({ runId, kind, values }) => {
    return { runId, kind, number: String((values as { readonly number?: unknown }).number ?? '') }
  })
}

async function answerLine(
  work: Work,
  subjects: Subjects,
  { line, member }: { readonly line: Line; readonly member: StaffMember },
): Promise<Ticked> {
  const { runId, number } = line
  const run = await findRun(work.tx, runId)
  if (!run || run.projectId !== member.projectId) return { done: 'over', number, holder: '' }
  const answer = isOwn({ kind: line.kind })
    ? await open(work, subjects, { run, number, staffId: member.id })
    : await take(work, { run, number, staffId: member.id })
  await audit(work, {
    action: answer.done === 'opened' ? 'escalation.open' : 'escalation.take',
    subject: { kind: 'escalation', id: runId },
    ...{ corpId: member.corpId, projectId: member.projectId },
    detail: { outcome: answer.done, about: run.subject },
  })
  return answer
}

interface Wanted {
  readonly run: NonNullable<Awaited<ReturnType<typeof findRun>>>
  readonly number: string
  readonly staffId: string
}

async function take(work: Work, { run, number, staffId }: Wanted): Promise<Ticked> {
  const { outcome, holderId } = await takeRun(work, run, staffId)
  if (outcome === 'taken') await giveHolderCard(work, run.id)
  const holder =
    outcome === 'taken-by-other' && holderId ? await findStaff(work.tx, holderId) : null
  return { done: outcome, number, holder: holder?.name ?? '' }
}

/** Their own card has the buttons they need. */
async function open(
  work: Work,
  subjects: Subjects,
  { run, number, staffId }: Wanted,
): Promise<Ticked> {
  const view = await viewOf(subjects, work, run.subject)
  if (run.state === 'ended' || !view?.isOpen) return { done: 'over', number, holder: '' }
  const isShown = view.show ? await view.show(staffId) : false
  return { done: isShown ? 'opened' : 'not-yours', number, holder: '' }
}

async function forget(
  { tx }: Pick<Work, 'tx'>,
  { id, staffId }: { readonly id: string; readonly staffId: string },
  runIds: readonly string[],
): Promise<void> {
  await tx
    .deleteFrom('missed_ping')
    .where('summaryId', '=', id)
    .where('receiver', '=', staffId)
    .where('runId', 'in', runIds)
    .execute()
}

async function askToTick(work: Work, summaryId: string, staffId: string): Promise<ClickAnswer> {
  await work.tell.staff(work, staffId, {
    words: 'clocks.digest.choose',
    values: {},
    key: `digest-choose-${summaryId}-${work.newId()}`,
    purpose: 'alert',
  })
  return { outcome: 'nothing-chosen' }
}

/** The greyed button has no room for who has which. */
async function tellOfOthers(
  work: Work,
  { id, staffId }: { readonly id: string; readonly staffId: string },
  all: readonly Ticked[],
): Promise<void> {
  const items = all.filter(({ done }) => done !== 'taken' && done !== 'opened')
  if (items.length === 0) return
  await work.tell.staff(work, staffId, {
    words: 'clocks.digest.not_taken',
    values: {
      items: items.map(({ done, ...rest }) => ({ ...rest, done: done.replaceAll('-', '_') })),
    },
    key: `digest-not-taken-${id}-${work.newId()}`,
    purpose: 'alert',
  })
}

function closing(all: readonly Ticked[], left: number): ClickAnswer {
  const many = (...wanted: readonly Done[]) =>
    all.filter(({ done }) => wanted.includes(done)).length
  const values = {
    taken: many('taken'),
    opened: many('opened'),
    others: many('taken-by-other', 'not-yours'),
    left,
  }
  const outcome = values.taken > 0 ? 'taken' : values.opened > 0 ? 'opened' : 'over'
  const isOver = values.taken + values.opened + values.others === 0
  return {
    outcome,
    close: isOver
      ? { words: 'clocks.card_over', values: {} }
      : { words: 'clocks.card_summary', values },
  }
}
