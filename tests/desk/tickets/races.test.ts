/** Two at once, on two connections: one wins, the other is told, and nothing is left half done. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { OwnerActor, StaffActor } from '../../../src/desk/work.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

let desk: TicketDesk
let owner: OwnerActor
beforeEach(async () => {
  desk = await openTicketDesk()
  owner = await desk.owner('住户', '3-2-501')
  await desk.staff('调度', 'dispatcher')
})
afterEach(() => desk.close())

const acceptedOf = (ticketId: string) =>
  desk.db
    .selectFrom('assignment')
    .selectAll()
    .where('ticketId', '=', ticketId)
    .where('acceptedAt', 'is not', null)
    .execute()

describe('two technicians', () => {
  test('grabbing at the same moment: one has it, the other is told who, in every order', async () => {
    const people = [
      await desk.technician('甲'),
      await desk.technician('乙'),
      await desk.technician('丙'),
    ]
    for (let round = 0; round < 5; round++) {
      const place = `${round}号门`
      const made = await desk.act(owner, 'tickets.create', { text: '路灯不亮', place })
      const number = String(made.result['number'])
      const taps = await Promise.all(people.map((one) => desk.tap(one, number, 'accept')))
      expect(taps.map((tap) => tap.outcome).sort()).toEqual(['ok', 'taken', 'taken'])
      const ticket = await desk.ticket(number)
      const winner = people[taps.findIndex((tap) => tap.outcome === 'ok')]
      expect(ticket).toMatchObject({ state: 'ACCEPTED', assigneeId: winner?.staffId })
      expect(await acceptedOf(ticket.id)).toHaveLength(1)
      const losers = taps.filter((tap) => tap.outcome === 'taken')
      expect(new Set(losers.map((tap) => tap.close?.values['holder'])).size).toBe(1)
    }
  })

  test('one tapping twice at the same moment has it once', async () => {
    const one = await desk.technician('甲')
    const number = await report()
    const taps = await Promise.all([1, 2, 3].map(() => desk.tap(one, number, 'accept')))
    expect(taps.map((tap) => tap.outcome).sort()).toEqual(['already', 'already', 'ok'])
    expect(desk.tell.of('owner')).toHaveLength(1)
  })

  test('finishing twice at the same moment completes once, and is asked about once', async () => {
    const one = await desk.technician('甲')
    const number = await report()
    for (const key of ['accept', 'arrive']) await desk.tap(one, number, key)
    const taps = await Promise.all([1, 2, 3].map(() => desk.tap(one, number, 'finish')))
    expect(taps.map((tap) => tap.outcome).sort()).toEqual(['already', 'already', 'ok'])
    expect(await desk.ticket(number)).toMatchObject({ completions: 1 })
    expect(await desk.db.selectFrom('callback').selectAll().execute()).toHaveLength(1)
  })
})

describe('a tap and the alarm it races with', () => {
  test('end in one holder, whoever is first', async () => {
    const people = [await desk.technician('甲'), await desk.technician('乙')]
    for (let round = 0; round < 5; round++) {
      const number = await report(`9-1-10${round}`)
      const { id, assigneeId } = await desk.ticket(number)
      const holder = people.find((one) => one.staffId === assigneeId) as StaffActor
      const [tap] = await Promise.all([desk.tap(holder, number, 'accept'), desk.advance(15)])
      const ticket = await desk.ticket(number)
      if (tap.outcome === 'ok') {
        expect(ticket).toMatchObject({ state: 'ACCEPTED', assigneeId: holder.staffId })
      } else {
        expect(tap.outcome).toBe('taken')
        expect(ticket.assigneeId).not.toBe(holder.staffId)
      }
      expect((await acceptedOf(id)).length).toBe(tap.outcome === 'ok' ? 1 : 0)
      await desk.act(owner, 'tickets.withdraw', { number })
    }
  })

  test('the owner withdraws while the technician accepts: both are told the truth', async () => {
    const one = await desk.technician('甲')
    for (let round = 0; round < 5; round++) {
      const number = await report(`9-1-10${round}`)
      const [tap, withdrawn] = await Promise.all([
        desk.tap(one, number, 'accept'),
        desk.act(owner, 'tickets.withdraw', { number }),
      ])
      // Until somebody is there the owner may withdraw, so that always holds; the tap came before it or after.
      expect(withdrawn.outcome).toBe('ok')
      expect(['ok', 'over']).toContain(tap.outcome)
      expect(await desk.ticket(number)).toMatchObject({ state: 'CANCELLED' })
      expect(await acceptedOf((await desk.ticket(number)).id)).toHaveLength(
        tap.outcome === 'ok' ? 1 : 0,
      )
    }
  })
})

test('fifty owners report at once: fifty numbers, fifty tickets, nobody lost', async () => {
  for (const name of ['甲', '乙', '丙', '丁', '戊', '己']) await desk.technician(name)
  const rooms = Array.from({ length: 50 }, (_, at) => `7-1-${100 + at}`)
  for (const code of rooms) await desk.room(code)
  const answers = await Promise.all(
    rooms.map((room) => desk.act(owner, 'tickets.create', { text: '水管漏水', room })),
  )
  expect(answers.every((answer) => answer.outcome === 'ok')).toBe(true)
  const numbers = answers.map((answer) => String(answer.result['number'])).sort()
  expect(numbers).toEqual(rooms.map((_, at) => `BX20261123-${String(at + 1).padStart(4, '0')}`))
})

async function report(room = '3-2-501'): Promise<string> {
  await desk.room(room)
  const answer = await desk.act(owner, 'tickets.create', { text: '厨房水管漏水', room })
  return String(answer.result['number'])
}
