/** A project with one lively month, made by the desk itself: November 2026, written about on Tuesday 1 December. */
import { readWords } from '../../src/conversation/words.ts'
import { keepCategoryNodes } from '../../src/desk/figures/category-nodes.ts'
import { composeReport } from '../../src/report/compose.ts'
import type { Report } from '../../src/report/document.ts'
import { type ReportMonth, reportMonth } from '../../src/report/month.ts'
import { type ReportFacts, readReport } from '../../src/report/read-report.ts'
import { type Say, sayOf } from '../../src/report/say.ts'
import { aBill } from '../support/desk/bills.ts'
import { aRoom } from '../support/desk/homes.ts'
import { PROJECT } from '../support/desk/staff.ts'
import { openTicketDesk, type TicketDesk } from '../support/desk/ticket-desk.ts'

export interface LivelyMonth {
  readonly desk: TicketDesk
  readonly say: Say
  facts(month?: string): Promise<ReportFacts>
  report(month?: string): Promise<Report>
  close(): Promise<void>
}

/** As a spreadsheet would compute it, and as a page would run it. */
export const HOSTILE = '=HYPERLINK("http://bad.test","张师傅")<script>alert(1)</script>'

/** Two teams; five repairs, two complaints, one danger; bills; a notice, a certificate and a holiday ahead. */
export async function livelyMonth(): Promise<LivelyMonth> {
  const desk = await openTicketDesk()
  const { db } = desk
  await keepCategoryNodes(db, desk.rules.categories)
  const created = new Date('2026-01-01T00:00:00Z')
  await db
    .insertInto('project')
    .values({ id: PROJECT, corpId: 'corp-1', code: 'P1', name: '幸福里', createdAt: created })
    .execute()
  const owner = await desk.owner('赵业主', '1-1-101', '2-1-201')
  const shift = { from: '2026-11-23T00:00:00+08:00', to: '2026-12-31T00:00:00+08:00' }
  const wang = await desk.technician(HOSTILE, {
    ...{ skills: ['plumbing_power', 'lift'], certificates: [], shift },
  })
  const steward = await desk.staff('李管家', 'steward', { shift })
  for (const [id, name] of [
    ['team-a', '+一班'],
    ['team-b', '二班'],
  ] as const) {
    await db.insertInto('team').values({ id, projectId: PROJECT, name }).execute()
  }
  await db.updateTable('staff').set({ teamId: 'team-a' }).where('id', '=', wang.staffId).execute()

  const create = async (text: string, more: object = {}) => {
    const report = { text, room: '1-1-101', phone: '13800138000', ...more }
    const { result } = await desk.act(owner, 'tickets.create', report)
    return String(result['number'])
  }
  const complain = (text: string, category: string) => create(text, { kind: 'complaint', category })
  const done = async (number: string) => {
    for (const step of ['accept', 'arrive', 'finish']) {
      await desk.act(wang, `tickets.${step}`, { number })
    }
  }
  const leak = await create('厨房水管漏水')
  const tap = await create('龙头坏了', { room: '2-1-201' })
  const socket = await create('插座没电')
  await create('楼道灯不亮')
  const noise = await complain('楼上太吵', 'complaint.noise')
  const rude = await complain('保洁骂人', 'complaint.staff')
  // The owner is answered in time, and hears neither a plan nor a result.
  const reply = { what: 'reply', words: '已经在查' }
  await desk.act(steward, 'tickets.tell_complainant', { number: rude, ...reply })
  for (const number of [leak, tap]) await done(number)
  await desk.act(owner, 'tickets.withdraw', { number: socket })
  await desk.act(owner, 'tickets.withdraw', { number: noise })
  await desk.advance(3 * 60)
  await desk.act(owner, 'surveys.fixed', { number: leak })
  await desk.act(owner, 'surveys.save', { number: leak, score: 5 })
  await desk.moveTo('2026-11-30T20:00:00+08:00')
  const danger = await create('电梯困人了，快来', { kind: 'help', category: 'hazard.trapped' })
  await desk.advance(3)
  await desk.act(wang, 'tickets.accept', { number: danger })
  await desk.advance(9)
  await desk.act(wang, 'tickets.arrive', { number: danger })
  await desk.moveTo('2026-12-01T10:00:00+08:00')
  await aBill(db, {
    room: '1-1-101',
    period: '2026-11',
    amountFen: 20_000,
    paidFen: 20_000,
    state: 'PAID',
  })
  await aBill(db, { room: '2-1-201', period: '2026-11', amountFen: 30_000 })
  await aBill(db, { room: '2-1-201', period: '2026-10', amountFen: 10_000 })
  await aBill(db, { room: '2-1-201', period: '2026-09', amountFen: 99_900, state: 'CANCELLED' })
  await ahead(desk, wang.staffId)
  await aRoom(db, '3-1-301')

  const say = sayOf(await readWords('flows'))
  const facts = async (month = '2026-11') => {
    const wanted = reportMonth(month, desk.now()) as ReportMonth
    const project = { id: PROJECT, name: '幸福里' }
    const wish = { project, month: wanted, now: desk.now(), rules: desk.rules }
    const found = await db.transaction().execute((tx) => readReport(tx, wish))
    if (!found) throw new Error(`nothing in ${month}`)
    return found
  }
  return {
    desk,
    say,
    facts,
    report: async (month) => composeReport(await facts(month), say),
    close: () => desk.close(),
  }
}

async function ahead({ db }: TicketDesk, staffId: string): Promise<void> {
  const at = new Date('2026-11-30T00:00:00Z')
  const notice = {
    corpId: 'corp-1',
    projectId: PROJECT,
    kind: 'water_stop',
    body: '',
    urgent: false,
    audience: '{}',
    isWholeProject: true,
    writerId: staffId,
    sendAt: at,
    createdAt: at,
  }
  const span = (day: string) => ({
    fromAt: new Date(`${day}T09:00:00+08:00`),
    untilAt: new Date(`${day}T12:00:00+08:00`),
  })
  await db
    .insertInto('notice')
    .values([
      { ...notice, id: 'n1', title: '@水箱清洗', state: 'SCHEDULED', ...span('2026-12-08') },
      { ...notice, id: 'n2', title: '撤回的', state: 'WITHDRAWN', ...span('2026-12-09') },
      { ...notice, id: 'n3', title: '再下月', state: 'SCHEDULED', ...span('2027-01-09') },
    ])
    .execute()
  await db
    .insertInto('certificate')
    .values([
      {
        id: 'c1',
        projectId: PROJECT,
        staffId,
        kind: 'electrician',
        validTo: '2026-12-20',
        createdAt: at,
      },
      { id: 'c2', projectId: PROJECT, staffId, kind: 'lift', validTo: '2027-12-20', createdAt: at },
    ])
    .execute()
}
