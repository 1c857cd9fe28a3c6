/** A notice to everybody of an estate, from its preview to the last call task, step by step. */
import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { type RawBuilder, sql } from 'kysely'
import { openNotifier } from '../../../src/conversation/notifier.ts'
import { drainOrders } from '../../../src/conversation/orders/drain-orders.ts'
import { readWords } from '../../../src/conversation/words.ts'
import type { OpenDatabase } from '../../../src/database/open-database.ts'
import { createNotice } from '../../../src/desk/notices/create.ts'
import { decideNotice } from '../../../src/desk/notices/decide.ts'
import { draftNotice, type NoticeWish } from '../../../src/desk/notices/draft.ts'
import { noticeProgress } from '../../../src/desk/notices/progress.ts'
import { countsOf } from '../../../src/desk/notices/summary.ts'
import { noticeErrands } from '../../../src/desk/notices/task-errands.ts'
import { noticeTimers } from '../../../src/desk/notices/timers.ts'
import type { Rules } from '../../../src/desk/rules.ts'
import { taskTimers } from '../../../src/desk/tasks/task-timers.ts'
import type { StaffActor } from '../../../src/desk/work.ts'
import { sweepWith } from '../../support/desk/sweep-with.ts'
import { workOn } from '../../support/desk/work.ts'
import { testSeals } from '../../support/seals.ts'
import { CORP, NOW, PROJECT } from './homes.ts'
import { metered, type Used } from './meter.ts'
import { type Paced, sendPaced } from './pace.ts'
import { platformOf, toldTwice } from './platform.ts'
import type { Step } from './targets.ts'

export interface Broadcast {
  readonly homes: number
  readonly used: Readonly<Record<Step, Used>>
  /** As the preview said. */
  readonly planned: { readonly people: number; readonly reached: number }
  /** Homes by the state they ended in. */
  readonly states: Readonly<Record<string, number>>
  /** As the progress page says, when all is over. */
  readonly shown: { readonly sent: number; readonly unsent: number; readonly missed: number }
  /** Homes of call tasks. */
  readonly called: number
  /** Accounts that were told more than once. */
  readonly twice: number
  readonly ended: string
  readonly tasks: number
  /** Tasks ordered in the crowded minute of the full hour. */
  readonly crowded: number
  readonly paced: Paced
}

const WISH: NoticeWish = {
  kind: 'public',
  title: '业主大会公示',
  text: '业主大会议事规则已经张贴在各楼栋大厅，公示期七天，请查看。',
  audience: '全小区',
  when: '',
  send: '2026-11-23T10:00/11:00',
  urgent: false,
}
const TEN = Date.parse('2026-11-23T10:00:00+08:00')
const MINUTE_MS = 60_000
const AGENT: StaffActor = staffActor('agent')
const MANAGER: StaffActor = staffActor('manager')
const FLOWS = fileURLToPath(new URL('../../../flows', import.meta.url))

function staffActor(id: string): StaffActor {
  return { kind: 'staff', corpId: CORP, projectId: PROJECT, staffId: id } as StaffActor
}

export async function broadcast(
  { db, pool }: OpenDatabase,
  { homes, rules }: { readonly homes: number; readonly rules: Rules },
): Promise<Broadcast> {
  const words = await readWords(FLOWS)
  const tell = openNotifier({ words, outbox: rules.outbox, appAccountOf: () => 'app-1' })
  const doWork = await workOn(db, tell, rules)
  let now = new Date(NOW)
  const clock = { now: () => now }
  const goTo = (minutes: number) => {
    now = new Date(TEN + minutes * MINUTE_MS)
  }
  const handlers = { ...noticeTimers, ...taskTimers }
  const sweep = () => sweepWith({ db, clock, doWork, handlers })
  const errands = noticeErrands(platformOf(db, randomUUID), db)
  const drain = () =>
    drainOrders({
      ...{ db, clock, words, seals: testSeals, width: 4 },
      makeWork: (tx, actor, at) => doWork.within(tx, at ?? now, actor),
      actions: new Map(errands.map((errand) => [errand.name, errand])),
      onFailure: (_order, error) => {
        throw error
      },
    })
  const one = <Row>(statement: RawBuilder<Row>) => oneOf(db, statement)
  const asAgent = <T>(run: Parameters<typeof doWork<T>>[1]) => doWork(now, run, AGENT)
  const draft = async () => {
    const drafted = await asAgent((work) => draftNotice(work, WISH))
    if (drafted.outcome !== 'ok') throw new Error(`the preview said ${drafted.outcome}`)
    return countsOf(drafted.draft.plan)
  }

  await draft()
  const [planned, plan] = await metered(pool, draft)
  const created = await asAgent((work) => createNotice(work, WISH))
  if (created.outcome !== 'in_review') throw new Error(`the notice was ${created.outcome}`)
  const { id } = created
  const subject = { kind: 'notice', id }
  const click = { subject, key: 'approve', selections: {} }
  await doWork(now, (work) => decideNotice(work, click), MANAGER)

  goTo(0)
  const [, send] = await metered(pool, sweep)
  const { tasks, crowded } = await one(sql<{ tasks: number; crowded: number }>`
    SELECT count(*)::int AS tasks, count(*) FILTER (WHERE "nextAt" < ${new Date(TEN + MINUTE_MS)})::int AS crowded
      FROM remote_order WHERE action = 'notices.create_task'`)
  const [, account] = await metered(pool, async () => {
    // All tasks are made after six minutes, asked after five more, and every steward has sent by then.
    for (const minutes of [7, 13]) {
      goTo(minutes)
      await sweep()
      await drain()
    }
  })
  const read = () => asAgent((work) => noticeProgress(work, id))
  await read()
  const [shown, progress] = await metered(pool, read)
  if (!shown) throw new Error('nobody may see the notice')
  const states = await sql<{ state: string; homes: number }>`
    SELECT state, count(DISTINCT "personId")::int AS homes FROM notice_recipient WHERE "noticeId" = ${id}
     GROUP BY state`.execute(db)
  const { ended } = await one(
    sql<{ ended: string }>`SELECT state AS ended FROM notice WHERE id = ${id}`,
  )
  const { called } = await one(sql<{ called: number }>`
    SELECT coalesce(sum((values ->> 'count')::int), 0)::int AS called FROM task WHERE kind = 'notice-calls'`)
  const { sent, unsent, missed } = shown
  return {
    homes,
    used: { plan, send, account, progress },
    planned,
    states: Object.fromEntries(states.rows.map((row) => [row.state, row.homes])),
    shown: { sent, unsent, missed },
    called,
    twice: await toldTwice(db),
    ...{ ended, tasks, crowded },
    paced: await sendPaced(db, rules, now),
  }
}

async function oneOf<Row>(db: OpenDatabase['db'], statement: RawBuilder<Row>): Promise<Row> {
  const { rows } = await statement.execute(db)
  const [row] = rows
  if (!row) throw new Error('nothing was found')
  return row
}
