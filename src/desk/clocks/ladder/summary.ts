/** One card about many calls to one person, from which those that are ticked are taken, or shown again. */
import type { Work } from '../../work.ts'
import { type Matter, mattersOf } from './gathered-matters.ts'

export interface Summary {
  /** The key of its first call. */
  readonly id: string
  readonly staffId: string
}

/** Keeps what it lists, so that it can be acted on from there, and tells the rest by number. */
export async function showSummary(
  work: Work,
  { id, staffId }: Summary,
  matters: readonly Matter[],
): Promise<void> {
  await forgetEnded(work, staffId)
  const rows = matters.map(({ subject, ackById, askedAt, said, ...row }) => row)
  await work.tx
    .insertInto('missed_ping')
    .values(rows.map((row) => ({ ...row, values: JSON.stringify(row.values), summaryId: id })))
    .execute()
  await sendCard(work, { id, staffId }, { key: `ping-digest-${id}`, matters })
  const { lines } = work.rules.clocks.digest
  const others = matters.slice(lines).map(({ said }) => said.number)
  if (others.length === 0) return
  await work.tell.staff(work, staffId, {
    words: 'clocks.digest.others',
    values: { count: others.length, others },
    key: `ping-digest-${id}-others`,
    purpose: 'alert',
  })
}

/** What nobody has taken, put off or ended since, in the order of due times; not locked. */
async function openMatters(work: Work, { id, staffId }: Summary): Promise<readonly Matter[]> {
  const rows = await work.tx
    .selectFrom('missed_ping')
    .selectAll()
    .where('summaryId', '=', id)
    .where('receiver', '=', staffId)
    .execute()
  return await mattersOf(work, rows, 'running')
}

/** A new card about what is left of it; none when nothing is. */
export async function showRest(work: Work, summary: Summary): Promise<number> {
  const matters = await openMatters(work, summary)
  const key = `ping-digest-${summary.id}-${work.newId()}`
  if (matters.length > 0) await sendCard(work, summary, { key, matters })
  return matters.length
}

/** Whoever has the matter themselves is shown it again; everybody else can take it. */
export function isOwn({ kind }: Pick<Matter, 'kind'>): boolean {
  return kind === 'assignee' || kind === 'warn'
}

async function sendCard(
  work: Work,
  { id, staffId }: Summary,
  { key, matters }: { readonly key: string; readonly matters: readonly Matter[] },
): Promise<void> {
  const listed = matters.slice(0, work.rules.clocks.digest.lines)
  await work.tell.card(work, staffId, {
    card: 'escalation.summary',
    values: {
      count: matters.length,
      listed: listed.length,
      is_outage: matters.some(({ why }) => why === 'outage'),
      is_own: matters.every(isOwn),
      items: listed.map(({ runId, said }) => ({ ...said, id: runId })),
    },
    subject: { kind: 'escalation-summary', id },
    key,
  })
}

/** A summary can be acted on as long as one of its ladders is open. */
async function forgetEnded(work: Work, staffId: string): Promise<void> {
  const ended = work.tx.selectFrom('escalation_run').select('id').where('state', '=', 'ended')
  await work.tx
    .deleteFrom('missed_ping')
    .where('receiver', '=', staffId)
    .where('summaryId', 'is not', null)
    .where('runId', 'in', ended)
    .execute()
}
