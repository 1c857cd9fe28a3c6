/** A contractor reads what was typed without the phones in it, on every way it reaches them; the house reads it whole. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openNotifier } from '../../../src/conversation/notifier.ts'
import { readWords } from '../../../src/conversation/words.ts'
import { orderSubject } from '../../../src/desk/contractors/subject-view.ts'
import { ticketSheet } from '../../../src/desk/tickets/ticket-sheet.ts'
import type { OwnerActor, StaffActor, Work } from '../../../src/desk/work.ts'
import { aContractorsMember, aFirm } from '../../support/desk/contractors.ts'
import { aProject } from '../../support/desk/people.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'
import { SYSTEM } from '../../support/desk/work.ts'
import { testSeals } from '../../support/seals.ts'

const SAID = '13800138000'
const TEXT = `水管漏水，打${SAID}或0571-88001234找我妈`

let desk: TicketDesk
let wang: StaffActor
let kone: StaffActor
let owner: OwnerActor
let number: string

beforeAll(async () => {
  desk = await openTicketDesk()
  await aProject(desk.db)
  await desk.staff('客服', 'agent')
  wang = await desk.technician('王强')
  kone = await aContractorsMember(desk, '通力王工', await aFirm(desk, { name: '通力电梯' }))
  await aFirm(desk, { name: '安居防水', phone: '0571-88005678' })
  owner = await desk.owner('住户', '3-2-501', '3-2-502')
  number = await reported()
})
afterAll(() => desk.close())

async function reported(room = '3-2-501'): Promise<string> {
  const made = await desk.act(owner, 'tickets.create', { text: TEXT, room, phone: SAID })
  const of = String(made.result['number'])
  await desk.act(wang, 'tickets.accept', { number: of })
  return of
}
const give = (contractor: string, of = number) =>
  desk.act(wang, 'contractors.give', { number: of, contractor, reason: `打${SAID}联系` })
const sheetOf = (actor: StaffActor) =>
  desk.work(actor, async (work) => ticketSheet(work, (await desk.ticket(number)).id))

test('in the answers of the desk and on the page', async () => {
  expect(await give('通力')).toMatchObject({ outcome: 'ok' })
  const job = await desk.act(kone, 'tickets.job', { number })
  const jobs = await desk.act(kone, 'tickets.jobs')
  const sheet = await sheetOf(kone)
  expect(job.result['description']).toBe('水管漏水，打138****8000或****1234找我妈')
  expect(sheet?.description).toBe('水管漏水，打138****8000或****1234找我妈')
  expect(JSON.stringify([job, jobs, sheet])).not.toMatch(/13800138000|88001234/)
  expect((await sheetOf(wang))?.description).toBe(TEXT)
})

test('in notes and on cards, whoever writes them', async () => {
  const words = await readWords(new URL('../../../flows', import.meta.url).pathname)
  const real = openNotifier({
    words,
    appAccountOf: () => '1000002',
    outbox: desk.rules.outbox,
  })
  const sent = async (to: StaffActor) => {
    await desk.db.deleteFrom('outbox_item').execute()
    const { id } = await desk.ticket(number)
    const card = desk.tell.of('card').find(({ subject }) => subject.id === id)
    const note = {
      words: 'tickets.staff.more',
      key: `more-${to.staffId}`,
      purpose: 'notice',
    } as const
    const values = { number, place: '', raised: '', text: TEXT, photos: 0 }
    await desk.work(SYSTEM, async (work: Work) => {
      await real.staff(work, to.staffId, { ...note, values })
      if (card) await real.card(work, to.staffId, { ...card, key: `card-${to.staffId}` })
    })
    const rows = await desk.db.selectFrom('outbox_item').selectAll().execute()
    expect(rows).toHaveLength(2)
    return JSON.stringify(rows.map(({ message }) => testSeals.openJson(String(message))))
  }
  expect(await sent(wang)).toContain(SAID)
  expect(await sent(kone)).not.toMatch(/13800138000|88001234/)
})

test('in what ladders call out, and in what a firm is read on the phone', async () => {
  const order = await desk.db.selectFrom('contractor_order').select('id').executeTakeFirstOrThrow()
  const subject = await desk.work(SYSTEM, (work) => orderSubject(work, order.id))
  expect(subject?.title).toContain('138****8000')
  desk.tell.clear()
  await give('安居防水', await reported('3-2-502'))
  const [card] = desk.tell.of('card').filter((one) => one.card === 'task.call-contractor')
  expect(card?.values).toMatchObject({ phone: '0571-88005678', reason: '打138****8000联系' })
  expect(JSON.stringify(card?.values)).not.toMatch(/13800138000|88001234/)
})
