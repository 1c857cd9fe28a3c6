/** What was not called out at its time goes out at once: one message to each person about all of it. */
import { type SqlBool, sql } from 'kysely'
import type { TimerHandler } from '../../action.ts'
import type { Work } from '../../work.ts'
import { WARN_TIMER } from '../arm-clock.ts'
import { ASKED, askHolder, askHolderOfAll } from './ask-holder.ts'
import { LADDER_TIMER } from './change-run.ts'
import { waitForMore } from './gather.ts'
import { type Matter, type MissedRow, mattersOf } from './gathered-matters.ts'
import { showSummary } from './summary.ts'
import { cardOfCall, tellAssignee, tellRobot, tellWarning } from './tell-call.ts'

/** Waits while another process is still at work on such calls. What was taken, put off or ended meanwhile is left out. */
export const tellMissed: TimerHandler = async (work, { key: receiver }) => {
  if (await isGoingOn(work)) return waitForMore(work, receiver)
  const rows = await work.tx
    .deleteFrom('missed_ping')
    .where('receiver', '=', receiver)
    .where('summaryId', 'is', null)
    .returningAll()
    .execute()
  if (receiver.startsWith(ASKED)) return askAgain(work, receiver.slice(ASKED.length), rows)
  const matters = await mattersOf(work, rows, 'running')
  const [first] = matters
  if (!first) return
  if (matters.length < work.rules.clocks.digest.at_least) {
    for (const one of matters) await tellOne(work, one)
  } else if (first.kind === 'robot') await tellGroup(work, first, matters)
  else await showSummary(work, { id: first.key, staffId: receiver }, matters)
}

/** Alarms that are due for so long are rung just now; the next call of a gathered one belongs to it. */
async function isGoingOn(work: Work): Promise<boolean> {
  const before = new Date(work.now.getTime() - work.rules.clocks.digest.gather * 1000)
  const found = await work.tx
    .selectFrom('timer')
    .select('id')
    .where('name', 'in', [LADDER_TIMER, WARN_TIMER])
    .where('dueAt', '<=', work.now)
    .where((where) =>
      where.or([
        where('dueAt', '<=', before),
        where(sql<SqlBool>`payload ->> 'missed'`, 'is not', null),
      ]),
    )
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

/** Who has meanwhile answered, given back or lost it to somebody else is not asked about it. */
async function askAgain(work: Work, staffId: string, rows: readonly MissedRow[]): Promise<void> {
  const matters = (await mattersOf(work, rows, 'acknowledged')).filter(
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

async function tellOne(work: Work, { kind, said, subject, ...row }: Matter): Promise<void> {
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

async function tellGroup(work: Work, first: Matter, matters: readonly Matter[]): Promise<void> {
  const { lines } = work.rules.clocks.digest
  await tellRobot(work, first.projectId, {
    key: `digest-${first.key}`,
    words: 'clocks.digest.robot',
    values: {
      count: matters.length,
      is_outage: matters.some(({ why }) => why === 'outage'),
      items: matters.slice(0, lines).map(({ said }) => said),
      others: matters.slice(lines).map(({ said }) => said.number),
    },
    mention: [],
  })
}
