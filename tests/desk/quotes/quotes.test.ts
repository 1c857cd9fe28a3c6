/** Paid work: quoted, agreed, done, charged to the fen; and everything that can come between. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Tx } from '../../../src/database/open-database.ts'
import { ownerSheet } from '../../../src/desk/tickets/owner-sheet.ts'
import { ticketSheet } from '../../../src/desk/tickets/ticket-sheet.ts'
import type { OwnerActor, StaffActor } from '../../../src/desk/work.ts'
import { ownerEvents } from '../../support/desk/owner-events.ts'
import { somePrices } from '../../support/desk/prices.ts'
import { rowAndLog } from '../../support/desk/rebuilt.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'
import { until } from '../../support/until.ts'

let desk: TicketDesk
let owner: OwnerActor
let wang: StaffActor
let agent: StaffActor
let number: string

const ROOM = '3-2-501'
const HUGE = '很'.repeat(100_000)
const LINES = '水龙头×1，角阀×2'

beforeEach(async () => {
  desk = await openTicketDesk()
  owner = await desk.owner('住户', ROOM)
  wang = await desk.technician('王强')
  agent = await desk.staff('林霞', 'agent', { shift: LONG })
  await desk.staff('调度', 'dispatcher')
  await somePrices(desk.db)
  number = await report(owner)
  for (const step of ['accept', 'arrive']) await desk.act(wang, `tickets.${step}`, { number })
  desk.tell.clear()
})
afterEach(() => desk.close())

const LONG = { from: '2026-01-01T00:00:00Z', to: '2028-01-01T00:00:00Z' }

async function report(who: OwnerActor, more: Readonly<Record<string, unknown>> = {}) {
  const made = await desk.act(who, 'tickets.create', {
    text: '厨房水龙头坏了',
    room: ROOM,
    phone: '13800138000',
    ...more,
  })
  return String(made.result['number'])
}

const offer = (words = LINES, who: StaffActor = wang) =>
  desk.act(who, 'quotes.offer', { number, words })
const signed = (messageId: string, who: OwnerActor = owner): OwnerActor => ({ ...who, messageId })
const agree = (quote?: string, who: OwnerActor = signed('msg-1')) =>
  desk.act(who, 'quotes.agree', { number, quote })
const refuse = (reason = '', who: OwnerActor = owner) =>
  desk.act(who, 'quotes.refuse', { number, reason })
const lines = (words: string) => desk.act(wang, 'quotes.lines', { number, words })
const finish = () => desk.act(wang, 'tickets.finish', { number })
const quotes = () => desk.db.selectFrom('quote').selectAll().orderBy('seq').execute()
const bills = () => desk.db.selectFrom('bill').selectAll().execute()
const told = (who: 'owner' | 'staff', words: string) =>
  desk.tell.of(who).filter((note) => note.words === words)

/** The log alone says what the row is. */
async function isLogged() {
  const { kept, rebuilt } = await rowAndLog(desk, await desk.ticket(number))
  expect(rebuilt).toEqual(kept)
}

describe('a quote', () => {
  test('is read first, then asked of the owner, and the ticket waits without being late', async () => {
    const draft = await desk.act(wang, 'quotes.draft', { number, words: LINES })
    expect(draft).toMatchObject({ outcome: 'ok', result: { total: 10100 } })
    expect(await quotes()).toEqual([])
    expect(await offer()).toMatchObject({ outcome: 'ok', result: { total: 10100 } })
    const [quote] = await quotes()
    expect(quote).toMatchObject({ state: 'open', totalFen: 10100, staffName: '王强', seq: 1 })
    const [asked] = await ownerEvents(desk.db, 'quote.offered')
    expect(asked).toMatchObject({
      conversationId: owner.conversationId,
      data: { quote: quote?.id, number },
    })
    expect(await desk.ticket(number)).toMatchObject({
      state: 'ON_HOLD',
      heldFrom: 'ARRIVED',
      holdReason: 'waiting_consent',
    })
    const { id } = await desk.ticket(number)
    const pauses = await desk.db
      .selectFrom('sla_clock')
      .select(['kind', 'state'])
      .where('subjectId', '=', id)
      .where('kind', '=', 'resolve')
      .execute()
    expect(pauses).toEqual([{ kind: 'resolve', state: 'paused' }])
    await isLogged()
  })

  test('the owner reads every line and the total, agrees, and the message is the signature', async () => {
    await offer()
    const shown = await desk.act(owner, 'quotes.asked')
    expect(shown).toMatchObject({
      outcome: 'ok',
      result: {
        total: 10100,
        staff: '王强',
        lines: [
          { name: '水龙头', quantity: '1', price: '45.00', amount: '45.00', warranty: 90 },
          { name: '角阀', quantity: '2', price: '28.00', amount: '56.00' },
        ],
      },
    })
    const [quote] = await quotes()
    expect(await agree(quote?.id)).toMatchObject({ outcome: 'ok' })
    expect((await quotes())[0]).toMatchObject({
      state: 'agreed',
      messageId: 'msg-1',
      personId: owner.personId,
      answeredAt: desk.now(),
    })
    expect(await desk.ticket(number)).toMatchObject({
      state: 'ARRIVED',
      quoteFen: 10100,
      consentMsgId: 'msg-1',
      consentAt: desk.now(),
    })
    expect(told('staff', 'quotes.staff.agreed')).toHaveLength(1)
    await isLogged()
  })

  test('a refusal tells the technician why, and the ticket goes on without a consent', async () => {
    await offer()
    expect(await refuse('太贵')).toMatchObject({ outcome: 'ok' })
    expect(await desk.ticket(number)).toMatchObject({ state: 'ARRIVED', quoteFen: null })
    expect(told('staff', 'quotes.staff.refused')[0]?.values).toMatchObject({ reason: '太贵' })
    expect(await finish()).toMatchObject({ outcome: 'ok' })
    expect(await bills()).toEqual([])
    await isLogged()
  })

  test('a changed quote needs a new consent, and the old one cannot be agreed to any more', async () => {
    await offer()
    const [first] = await quotes()
    expect(await offer('角阀×1')).toMatchObject({ outcome: 'ok', result: { total: 2800 } })
    expect(await agree(first?.id)).toMatchObject({ outcome: 'replaced' })
    expect(await desk.ticket(number)).toMatchObject({ quoteFen: null, state: 'ON_HOLD' })
    expect(await agree()).toMatchObject({ outcome: 'ok' })
    expect(await desk.ticket(number)).toMatchObject({ quoteFen: 2800, state: 'ARRIVED' })
    expect((await quotes()).map(({ state }) => state)).toEqual(['replaced', 'agreed'])
  })

  test('the same again asks nobody twice', async () => {
    await offer()
    expect(await offer()).toMatchObject({ outcome: 'same' })
    expect(await ownerEvents(desk.db, 'quote.offered')).toHaveLength(1)
  })

  test('taken back: the owner hears, nothing can be agreed to, and the ticket goes on', async () => {
    await offer()
    expect(await desk.act(wang, 'quotes.withdraw', { number })).toMatchObject({ outcome: 'ok' })
    expect(told('owner', 'quotes.owner.withdrawn')).toHaveLength(1)
    expect(await agree()).toMatchObject({ outcome: 'withdrawn' })
    expect(await desk.ticket(number)).toMatchObject({ state: 'ARRIVED', quoteFen: null })
    expect(await desk.act(wang, 'quotes.withdraw', { number })).toMatchObject({ outcome: 'none' })
    await isLogged()
  })

  test('nobody answers: one reminder, then it is over, and a late yes counts for nothing', async () => {
    await offer()
    await desk.advance(4 * 60)
    expect(told('owner', 'quotes.owner.remind')).toHaveLength(1)
    await desk.advance(44 * 60)
    expect((await quotes())[0]).toMatchObject({ state: 'expired' })
    expect(told('staff', 'quotes.staff.expired')).toHaveLength(1)
    expect(told('owner', 'quotes.owner.expired')).toHaveLength(1)
    expect(await agree()).toMatchObject({ outcome: 'expired' })
    expect(await desk.ticket(number)).toMatchObject({ state: 'ARRIVED', quoteFen: null })
    await isLogged()
  })

  test('offered in the evening, the reminder waits for the morning', async () => {
    desk.sleepTo('2026-11-23T19:00:00+08:00')
    await offer()
    const due = async () =>
      (
        await desk.db
          .selectFrom('timer')
          .select('dueAt')
          .where('name', '=', 'quotes.remind')
          .execute()
      ).map(({ dueAt }) => dueAt)
    expect(await due()).toEqual([new Date('2026-11-24T07:30:00+08:00')])
  })

  test.each([
    ['what can wait is over in the morning', 'normal', 0],
    ['what is urgent at once', 'urgent', 1],
  ])('past its time in the night: %s', async (_name, priority, atNight) => {
    desk.sleepTo('2026-11-23T23:30:00+08:00')
    await offer()
    await desk.db.updateTable('ticket').set({ priority }).where('number', '=', number).execute()
    await desk.moveTo('2026-11-25T23:31:00+08:00')
    expect(told('owner', 'quotes.owner.expired')).toHaveLength(atNight)
    expect(await agree()).toMatchObject({ outcome: 'expired' })
    await desk.moveTo('2026-11-26T08:00:00+08:00')
    expect(told('owner', 'quotes.owner.expired')).toHaveLength(1)
    expect((await quotes())[0]).toMatchObject({ state: 'expired' })
  })

  test('after a night of down-time a yes past the time is refused before any alarm has rung', async () => {
    await offer()
    desk.sleepTo('2026-11-26T10:00:00+08:00')
    expect(await agree()).toMatchObject({ outcome: 'expired' })
    expect(await desk.ticket(number)).toMatchObject({ quoteFen: null })
  })

  test('the ticket is cancelled: a late yes begins no work and no bill', async () => {
    await offer()
    await desk.act(wang, 'tickets.cancel', { number, reason: '业主说不修了' })
    expect(await agree()).toMatchObject({ outcome: 'over' })
    expect((await quotes())[0]).toMatchObject({ state: 'over' })
    expect(await bills()).toEqual([])
    await desk.advance(60 * 60)
    expect(told('owner', 'quotes.owner.remind')).toEqual([])
  })

  test('twice at once by a double tap is agreed once', async () => {
    await offer()
    const answers = await Promise.all(
      [1, 2, 3].map((tap) => agree(undefined, signed(`msg-${tap}`))),
    )
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['already', 'already', 'ok'])
    expect(told('staff', 'quotes.staff.agreed')).toHaveLength(1)
  })

  test('a yes and the withdrawal at the same moment: one of them, whole', async () => {
    for (let round = 0; round < 4; round++) {
      await offer(`角阀×${round + 1}`)
      const before = (await desk.ticket(number)).quoteFen
      const [yes, back] = await Promise.all([
        agree(),
        desk.act(wang, 'quotes.withdraw', { number }),
      ])
      const last = (await quotes()).at(-1)
      if (yes.outcome === 'ok') {
        expect(back.outcome).toBe('none')
        expect(last).toMatchObject({ state: 'agreed' })
        expect(await desk.ticket(number)).toMatchObject({ quoteFen: last?.totalFen })
      } else {
        expect([yes.outcome, back.outcome]).toEqual(['withdrawn', 'ok'])
        expect(await desk.ticket(number)).toMatchObject({ quoteFen: before })
      }
      await isLogged()
    }
  })

  test('two quotes at once: both are kept, one is asked', async () => {
    await Promise.all([offer('角阀×1'), offer('角阀×2')])
    const states = (await quotes()).map(({ state }) => state)
    expect(states).toEqual(['replaced', 'open'])
  })
})

describe('who may', () => {
  test('only whoever has the job or leads may quote', async () => {
    const li = await desk.technician('李军')
    expect(await offer(LINES, li)).toMatchObject({ outcome: 'not_yours' })
    expect(await offer(LINES, await desk.staff('孙磊', 'lead'))).toMatchObject({ outcome: 'ok' })
  })

  test('what the company pays for is not quoted', async () => {
    number = await report(owner, { text: '家里停水了，没水' })
    for (const step of ['accept', 'arrive']) await desk.act(wang, `tickets.${step}`, { number })
    expect(await offer()).toMatchObject({ outcome: 'not_paid' })
    expect(await lines('角阀×1')).toMatchObject({ outcome: 'ok' })
    expect(await finish()).toMatchObject({ outcome: 'ok' })
    expect(await bills()).toEqual([])
  })

  test('a lodger without the right neither sees nor agrees: the owner is asked', async () => {
    const lodger = await lodgerOf(ROOM)
    number = await report(lodger)
    for (const step of ['accept', 'arrive']) await desk.act(wang, `tickets.${step}`, { number })
    await offer()
    const asked = (await ownerEvents(desk.db, 'quote.offered')).at(-1)
    expect(asked?.conversationId).toBe(owner.conversationId)
    const seen = await desk.act(lodger, 'quotes.asked', { number })
    expect(seen).toMatchObject({ outcome: 'no_right', result: { lines: [] } })
    expect(seen.result['total']).toBeUndefined()
    expect(await agree(undefined, signed('msg-9', lodger))).toMatchObject({ outcome: 'no_right' })
    expect(await agree()).toMatchObject({ outcome: 'ok' })
  })

  test('somebody who phoned: an agent asks, and keeps who agreed and when', async () => {
    const caller = await desk.room('9-1-101')
    expect(caller).not.toBe('')
    number = await report(await desk.owner('陌生人'), { room: '9-1-101' })
    for (const step of ['accept', 'arrive']) await desk.act(wang, `tickets.${step}`, { number })
    expect(await offer()).toMatchObject({ outcome: 'by_phone' })
    const task = () =>
      desk.db.selectFrom('task').selectAll().where('kind', '=', 'quote-consent').execute()
    expect(await task()).toMatchObject([{ state: 'open' }])
    const heard = (from: string | undefined, who: StaffActor = agent) =>
      desk.act(who, 'quotes.heard', { number, answer: 'agree', from })
    expect(await heard('张先生', wang)).toMatchObject({ outcome: 'not_yours' })
    expect(await heard(undefined)).toMatchObject({ outcome: 'from_wanted' })
    expect(await heard('张先生（业主）')).toMatchObject({ outcome: 'ok' })
    expect(await heard('张先生（业主）')).toMatchObject({ outcome: 'none' })
    expect((await quotes())[0]).toMatchObject({
      state: 'agreed',
      heardFrom: '张先生（业主）',
      heardByStaffId: agent.staffId,
      messageId: null,
    })
    expect(await task()).toMatchObject([{ state: 'done', note: 'agreed' }])
    expect(await desk.ticket(number)).toMatchObject({ quoteFen: 10100, consentMsgId: null })
    await isLogged()
    await finish()
    expect(await bills()).toMatchObject([{ amountFen: 10100, payerPersonId: null }])
  })

  test('a yes on the phone past its time counts for as little as one in chat', async () => {
    await offer()
    desk.sleepTo('2026-11-26T10:00:00+08:00')
    const heard = (from: string) =>
      desk.act(agent, 'quotes.heard', { number, answer: 'agree', from, reason: HUGE })
    expect(await heard('张先生')).toMatchObject({ outcome: 'expired' })
    expect(await heard(HUGE)).toMatchObject({ outcome: 'expired' })
    expect(await desk.ticket(number)).toMatchObject({ quoteFen: null })
  })

  test('who is named on the phone may be as long and odd as they like: a name of it is kept', async () => {
    await offer()
    const answer = { number, answer: 'refuse', from: `'; DROP TABLE quote;--${HUGE}`, reason: HUGE }
    expect(await desk.act(agent, 'quotes.heard', answer)).toMatchObject({ outcome: 'ok' })
    const [kept] = await quotes()
    expect(kept).toMatchObject({ state: 'refused' })
    expect(String(kept?.['heardFrom']).length).toBeLessThanOrEqual(41)
  })

  test('who may pay no more is not reminded of the home’s money', async () => {
    await offer()
    await desk.db.deleteFrom('binding').execute()
    await desk.advance(4 * 60)
    expect(told('owner', 'quotes.owner.remind')).toEqual([])
  })

  test('nobody hears the yes to their own quote', async () => {
    const lead = await desk.staff('孙磊', 'lead')
    await offer(LINES, lead)
    const own = await desk.act(lead, 'quotes.heard', { number, answer: 'agree', from: '张先生' })
    expect(own).toMatchObject({ outcome: 'own_quote' })
  })

  test('every step of staff is in the audit log', async () => {
    await offer()
    await desk.act(wang, 'quotes.withdraw', { number })
    await lines('角阀×1')
    const rows = await desk.db
      .selectFrom('audit_log')
      .select(['action', 'actorId'])
      .where('action', 'like', 'ticket.%')
      .orderBy('at')
      .execute()
    const by = rows.filter(({ actorId }) => actorId === wang.staffId).map(({ action }) => action)
    expect(by).toEqual(
      expect.arrayContaining(['ticket.quote', 'ticket.quote-withdraw', 'ticket.lines']),
    )
  })
})

describe('the work', () => {
  test('cannot be finished for more than was agreed, by a fen', async () => {
    expect(await lines('角阀×1')).toMatchObject({ outcome: 'over_consent' })
    expect(await finish()).toMatchObject({ outcome: 'needs_consent' })
    expect(await desk.tap(wang, number, 'finish')).toMatchObject({ outcome: 'needs_consent' })
    expect(desk.tell.read.at(-1)).toContain('用料超过业主同意的金额')
    await offer('角阀×1')
    await agree()
    await lines('角阀×1，垫片 0.01元（现买）')
    expect(await finish()).toMatchObject({ outcome: 'needs_consent' })
    await lines('角阀×1')
    expect(await finish()).toMatchObject({ outcome: 'ok' })
    expect(await bills()).toMatchObject([{ amountFen: 2800 }])
  })

  test('what was agreed is what was used, unless somebody says otherwise', async () => {
    await offer()
    await agree()
    expect(await lines('')).toMatchObject({ outcome: 'shown', result: { total: 10100 } })
    expect(await lines('角阀×1')).toMatchObject({ outcome: 'ok', result: { total: 2800 } })
    expect(await lines('没用料')).toMatchObject({ outcome: 'ok', result: { total: 0 } })
    await finish()
    expect(await bills()).toEqual([])
    expect(await lines('角阀×1')).toMatchObject({ outcome: 'over' })
  })

  test('a new price in the list changes nothing that was quoted', async () => {
    await offer()
    await desk.db.updateTable('price_item').set({ priceFen: 1 }).execute()
    await agree()
    await finish()
    expect(await bills()).toMatchObject([{ amountFen: 10100 }])
  })
})

describe('the bill', () => {
  beforeEach(async () => {
    await offer()
    await agree()
  })

  test('is one, to the fen, of the room, with the number; and is found among the fees', async () => {
    const answers = await Promise.all([finish(), finish(), finish()])
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['already', 'already', 'ok'])
    const { id } = await desk.ticket(number)
    expect(await bills()).toMatchObject([
      {
        ticketId: id,
        period: number,
        roomId: `project-1/${ROOM}`,
        amountFen: 10100,
        payer: 'owner',
        payerPersonId: owner.personId,
        state: 'UNPAID',
        computed: '水龙头×1 45.00元、角阀×2 56.00元',
      },
    ])
    const fees = await desk.act(owner, 'fees.list')
    expect(fees).toMatchObject({ outcome: 'ok', result: { count: 1, total: 10100 } })
    expect(await ownerEvents(desk.db, 'ticket.paid-done')).toHaveLength(1)
  })

  test('is asked about always, and the confirming message is kept', async () => {
    await finish()
    const callback = await desk.db.selectFrom('callback').selectAll().executeTakeFirstOrThrow()
    expect(callback).toMatchObject({ rule: 'paid', state: 'planned', skipped: null })
    const charged = await desk.act(owner, 'quotes.charged', { number })
    expect(charged).toMatchObject({ outcome: 'ok', result: { total: 10100 } })
    await desk.act(signed('msg-7'), 'surveys.fixed', { number })
    expect(await desk.ticket(number)).toMatchObject({
      state: 'CONFIRMED',
      confirmedBy: owner.personId,
      confirmMsgId: 'msg-7',
      closeCode: null,
    })
    await isLogged()
  })

  test('silence confirms without a signature, and says so; a late yes signs', async () => {
    await finish()
    await desk.advance(51 * 60)
    const silent = await desk.ticket(number)
    expect(silent).toMatchObject({
      state: 'CONFIRMED',
      closeCode: 'no-answer',
      confirmedBy: null,
      confirmMsgId: null,
    })
    await desk.act(signed('msg-8'), 'surveys.fixed', { number })
    expect(await desk.ticket(number)).toMatchObject({ closeCode: null, confirmMsgId: 'msg-8' })
    await isLogged()
  })

  test('not mended: nothing is owed until it is, then it is the same bill', async () => {
    await finish()
    await desk.act(owner, 'surveys.not_fixed', { number, text: '还在漏' })
    expect(await bills()).toMatchObject([{ state: 'CANCELLED' }])
    expect(await desk.ticket(number)).toMatchObject({ confirmedBy: null, confirmMsgId: null })
    for (const step of ['accept', 'arrive', 'finish']) {
      expect(await desk.act(wang, `tickets.${step}`, { number })).toMatchObject({ outcome: 'ok' })
    }
    expect(await bills()).toMatchObject([{ state: 'UNPAID', amountFen: 10100 }])
    await isLogged()
  })

  test('what was paid stays paid, and the lines cannot go below it', async () => {
    await finish()
    await desk.db.updateTable('bill').set({ paidFen: 5000, state: 'PART_PAID' }).execute()
    await desk.act(owner, 'surveys.not_fixed', { number, text: '还在漏' })
    for (const step of ['accept', 'arrive']) await desk.act(wang, `tickets.${step}`, { number })
    const tooLow = { outcome: 'below_paid', result: { paid: 5000 } }
    expect(await lines('角阀×1')).toMatchObject(tooLow)
    expect(await lines('没用料')).toMatchObject(tooLow)
    expect(await desk.act(wang, 'quotes.draft', { number, words: '角阀×1' })).toMatchObject(tooLow)
    expect(await offer('角阀×1')).toMatchObject(tooLow)
    expect(await quotes()).toHaveLength(1)
    expect(await lines('角阀×2')).toMatchObject({ outcome: 'ok' })
    // Nobody pays more in meanwhile than the work costs now.
    expect(await bills()).toMatchObject([{ amountFen: 5600, paidFen: 5000, state: 'PART_PAID' }])
    await finish()
    expect(await bills()).toMatchObject([{ amountFen: 5600, paidFen: 5000, state: 'PART_PAID' }])
  })
})

describe('a payment at the same time', () => {
  const pay = (tx: Tx, fen: number) =>
    tx.updateTable('bill').set({ paidFen: fen, state: 'PART_PAID' }).execute()
  /** Open again, with part of its bill paid. */
  const openAgain = async () => {
    await offer()
    await agree()
    await finish()
    await desk.db.transaction().execute((tx) => pay(tx, 1000))
    await desk.act(owner, 'surveys.not_fixed', { number, text: '还在漏' })
    for (const step of ['accept', 'arrive']) await desk.act(wang, `tickets.${step}`, { number })
    desk.tell.clear()
  }
  const waitsForLock = async () => {
    const found = await sql<{ count: string }>`SELECT count(*) AS count FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`.execute(desk.db)
    return Number(found.rows[0]?.count) > 0
  }

  test('that is under way is waited for: new lines below it are refused', async () => {
    await openAgain()
    const answer = await desk.db.transaction().execute(async (tx) => {
      await pay(tx, 9000)
      const stated = lines('角阀×2')
      await until('the lines wait', waitsForLock)
      return { stated }
    })
    expect(await answer.stated).toMatchObject({ outcome: 'below_paid', result: { paid: 9000 } })
    expect(await bills()).toMatchObject([{ amountFen: 10100, paidFen: 9000 }])
  })

  test('that comes after the new lines finds the bill as low as they are', async () => {
    await openAgain()
    const [stated, due] = await Promise.all([
      lines('角阀×2'),
      until('the bill is lower', async () => {
        const [bill] = await bills()
        return bill && bill.amountFen < 10100 ? bill.amountFen - bill.paidFen : 0
      }),
    ])
    expect(stated).toMatchObject({ outcome: 'ok' })
    expect(due).toBe(4600)
  })

  test('that came while the owner thought a quote over: no yes takes money away', async () => {
    await openAgain()
    expect(await offer('角阀×2')).toMatchObject({ outcome: 'ok' })
    await desk.db.transaction().execute((tx) => pay(tx, 9000))
    expect(await agree()).toMatchObject({ outcome: 'below_paid', result: { paid: 9000 } })
    expect((await quotes()).at(-1)).toMatchObject({ state: 'open' })
    expect(told('staff', 'quotes.staff.below_paid')[0]?.values).toMatchObject({
      total: '56.00',
      paid: '90.00',
    })
    const heard = { number, answer: 'agree', from: '张先生' }
    expect(await desk.act(agent, 'quotes.heard', heard)).toMatchObject({ outcome: 'below_paid' })
    expect(await refuse('不换了')).toMatchObject({ outcome: 'ok' })
    await isLogged()
  })
})

test('the pages show lines, total and consent to staff and to whoever pays, to a lodger none of it', async () => {
  const lodger = await lodgerOf(ROOM)
  await offer()
  const { id } = await desk.ticket(number)
  const staffSees = () => desk.work(wang, async (work) => (await ticketSheet(work, id))?.paid)
  const sees = (who: OwnerActor) =>
    desk.work(who, async (work) => (await ownerSheet(work, id))?.paid)
  expect(await staffSees()).toEqual({
    lines: '',
    consent: '101.00元等业主答复，11月25日10:00前有效',
  })
  await agree()
  await lines('角阀×1')
  const shown = {
    lines: '角阀×1 28.00元；合计28.00元',
    consent: '101.00元，今天10:00同意（聊天消息为证）',
  }
  expect(await staffSees()).toEqual(shown)
  expect(await sees(owner)).toEqual(shown)
  expect(await sees(lodger)).toEqual({ lines: '', consent: '' })
})

/** A tenant who may neither see fees nor pay. */
async function lodgerOf(room: string): Promise<OwnerActor> {
  const lodger = await desk.owner(`租客${randomUUID()}`, room)
  await desk.db
    .updateTable('occupancy')
    .set({ relation: 'tenant', canPay: false, canSeeFees: false })
    .where('personId', '=', lodger.personId)
    .execute()
  return lodger
}
