/** After a time in which nothing was called out: one message to each person about all of it. */

import type { Selectable } from 'kysely'
import { type SqlBool, sql } from 'kysely'
import type { MissedPing } from '../../../database/generated/tables.ts'
import type { TimerHandler } from '../../action.ts'
import type { Work } from '../../work.ts'
import { ASKED, askHolder, askHolderOfAll } from './ask-holder.ts'
import { LADDER_TIMER } from './change-run.ts'
import { waitForMore } from './gather.ts'
import type { PingValues } from './ping-values.ts'
import type { Run } from './run.ts'
import { cardOfCall, tellAssignee, tellRobot, tellWarning } from './tell-call.ts'

type Missed = Selectable<MissedPing>
type Told = Missed & Pick<Run, 'subject' | 'ackById' | 'askedAt'> & { readonly said: PingValues }

/** Waits while another process is still at work on what was missed. What was taken or ended meanwhile is left out. */
export const tellMissed: TimerHandler = async (work, { key: receiver }) => {
  if (await isGoingOn(work)) return waitForMore(work, receiver)
  const rows = await work.tx
    .deleteFrom('missed_ping')
    .where('receiver', '=', receiver)
    .returningAll()
    .execute()
  if (receiver.startsWith(ASKED)) return askAgain(work, receiver.slice(ASKED.length), rows)
  const matters = await newestOfEach(work, rows, 'running')
  const [first] = matters
  if (!first) return
  if (matters.length < work.rules.clocks.digest.at_least) {
    for (const one of matters) await tellOne(work, one)
  } else await tellAll(work, first, matters)
}

async function isGoingOn(work: Work): Promise<boolean> {
  const before = new Date(work.now.getTime() - work.rules.clocks.digest.late * 1000)
  const found = await work.tx
    .selectFrom('timer')
    .select('id')
    .where('name', '=', LADDER_TIMER)
    .where('dueAt', '<=', work.now)
    .where((where) =>
      where.or([
        where('dueAt', '<=', before),
        where(sql<SqlBool>`payload ->> 'missed'`, '=', sql<SqlBool>`'true'`),
      ]),
    )
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

/** One entry a ladder, in the order of their due times: the longest past first. */
async function newestOfEach(
  work: Work,
  rows: readonly Missed[],
  state: Run['state'],
): Promise<readonly Told[]> {
  if (rows.length === 0) return []
  const runs = await work.tx
    .selectFrom('escalation_run')
    .select(['id', 'subjectKind', 'subjectId', 'ackById', 'askedAt'])
    .where('id', 'in', [...new Set(rows.map(({ runId }) => runId))])
    .where('state', '=', state)
    .orderBy('dueAt')
    .orderBy('id')
    .execute()
  const byTime = [...rows].sort((a, b) => a.at.getTime() - b.at.getTime())
  const newest = new Map(byTime.map((row) => [row.runId, row]))
  return runs.flatMap(({ id, subjectKind, subjectId, ackById, askedAt }) => {
    const row = newest.get(id)
    const subject = { kind: subjectKind, id: subjectId }
    return row ? [{ ...row, subject, ackById, askedAt, said: saidIn(row.values) }] : []
  })
}

/** Who has meanwhile answered, given back or lost it to somebody else is not asked about it. */
async function askAgain(work: Work, staffId: string, rows: readonly Missed[]): Promise<void> {
  const matters = (await newestOfEach(work, rows, 'acknowledged')).filter(
    ({ ackById, askedAt }) => ackById === staffId && askedAt !== null,
  )
  const [first] = matters
  if (!first) return
  if (matters.length >= work.rules.clocks.digest.at_least) {
    await askHolderOfAll(work, staffId, { key: first.key, all: matters.map(({ said }) => said) })
    return
  }
  for (const { key, runId, said } of matters)
    await askHolder(work, staffId, { key, runId, values: said })
}

/** Calls gathered by an earlier release do not say whether they are confidential: none was. */
function saidIn(values: unknown): PingValues {
  return { is_confidential: false, ...(values as PingValues) }
}

async function tellOne(work: Work, { kind, said, subject, ...row }: Told): Promise<void> {
  const call = { key: row.key, values: said }
  if (kind === 'robot')
    return tellRobot(work, row.projectId, { ...call, words: 'clocks.ping.robot', mention: [] })
  if (kind === 'warn') return tellWarning(work, row.receiver, call)
  if (kind === 'assignee') return tellAssignee(work, row.receiver, call)
  await cardOfCall(work, row.receiver, {
    ...call,
    card: 'escalation.ping',
    runId: row.runId,
    subject,
  })
}

async function tellAll(work: Work, first: Told, matters: readonly Told[]): Promise<void> {
  const { lines } = work.rules.clocks.digest
  const values = {
    count: matters.length,
    items: matters.slice(0, lines).map(({ said }) => said),
    others: matters.slice(lines).map(({ said }) => said.number),
  }
  const call = { key: `digest-${first.key}`, values }
  if (first.kind === 'robot') {
    return tellRobot(work, first.projectId, { ...call, words: 'clocks.digest.robot', mention: [] })
  }
  await work.tell.staff(work, first.receiver, {
    words: 'clocks.digest.staff',
    values,
    key: `ping-${call.key}`,
    purpose: 'alert',
  })
}
