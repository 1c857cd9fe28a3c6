/** Which job a short reply means when it names none. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { StaffActor } from '../../../src/desk/work.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

let desk: TicketDesk
let wang: StaffActor
beforeEach(async () => {
  desk = await openTicketDesk()
  wang = await desk.technician('王强')
  await desk.staff('调度', 'dispatcher')
})
afterEach(() => desk.close())

async function report(text: string, room = '3-2-501'): Promise<string> {
  const owner = await desk.owner(`住户${room}`, room)
  const { result } = await desk.act(owner, 'tickets.create', { text, room })
  return String(result['number'])
}
const replies = (step: string, input = {}) => desk.act(wang, `tickets.${step}`, input)

test.each([
  ['arrive', [], 'wrong_state', '待接单'],
  ['finish', [], 'wrong_state', '待接单'],
  ['finish', ['accept'], 'wrong_state', '已接单'],
  ['accept', ['accept'], 'already', '已接单'],
  ['arrive', ['accept', 'arrive'], 'already', '已到场'],
  ['resume', ['accept'], 'already', '已接单'],
] as const)(
  '%s after %j: the only job in hand says why not',
  async (step, before, outcome, state) => {
    const number = await report('厨房水管漏水')
    for (const key of before) await desk.tap(wang, number, key)
    expect(await replies(step)).toMatchObject({ outcome, result: { number, state_words: state } })
  },
)

test('finish on hold: the answer names the state, so that 恢复 can be asked for first', async () => {
  const number = await report('厨房水管漏水')
  await desk.tap(wang, number, 'accept')
  await desk.tap(wang, number, 'hold', 'waiting_parts')
  expect(await replies('finish')).toMatchObject({
    outcome: 'wrong_state',
    result: { number, state: 'ON_HOLD', state_words: '已挂起' },
  })
})

test('of several jobs none of which is ready, none is meant', async () => {
  const numbers = [await report('厨房水管漏水'), await report('客厅插座没电', '3-2-502')]
  for (const number of numbers) await desk.tap(wang, number, 'accept')
  expect(await replies('finish')).toMatchObject({ outcome: 'not_found' })
})

test('接单 means the offer that ran out, while nobody has it', async () => {
  const number = await report('水管爆了，喷水')
  await desk.advance(6)
  expect(await desk.ticket(number)).toMatchObject({ state: 'NEW' })
  expect(await replies('accept')).toMatchObject({ outcome: 'ok', result: { number } })
  expect(await desk.ticket(number)).toMatchObject({ assigneeId: wang.staffId, state: 'ACCEPTED' })
})

test('an open offer is meant before one that ran out', async () => {
  await report('水管爆了，喷水')
  await desk.advance(6)
  const open = await report('客厅插座没电', '3-2-502')
  expect(await replies('accept')).toMatchObject({ outcome: 'ok', result: { number: open } })
})

test('what was given back is not meant any more', async () => {
  const number = await report('厨房水管漏水')
  await desk.tap(wang, number, 'return', 'too_busy')
  expect(await desk.ticket(number)).toMatchObject({ state: 'NEW' })
  expect(await replies('accept')).toMatchObject({ outcome: 'not_found' })
})
