/** The table of states: every pair is allowed or refused, in the rule and on the database. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DeskError } from '../../../src/desk/errors.ts'
import { moveTicket } from '../../../src/desk/tickets/move-ticket.ts'
import { mayMove, STATES, type TicketState } from '../../../src/desk/tickets/states.ts'
import type { Work } from '../../../src/desk/work.ts'
import { PROJECT } from '../../support/desk/staff.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'
import { SYSTEM } from '../../support/desk/work.ts'

/** servicedesk.md D3, and the sentence below its table on taking a matter back; A5 on merging. Written out, not read from the code. */
const ALLOWED = `
NEW OFFERED, NEW ASSIGNED, NEW CANCELLED, NEW MERGED,
OFFERED ASSIGNED, OFFERED NEW, OFFERED CANCELLED,
ASSIGNED ACCEPTED, ASSIGNED NEW, ASSIGNED ASSIGNED, ASSIGNED CANCELLED,
ACCEPTED ARRIVED, ACCEPTED ON_HOLD, ACCEPTED ASSIGNED, ACCEPTED CANCELLED,
ARRIVED IN_PROGRESS, ARRIVED ON_HOLD, ARRIVED CANCELLED,
IN_PROGRESS ON_HOLD, IN_PROGRESS DONE, IN_PROGRESS ASSIGNED, IN_PROGRESS CANCELLED,
ON_HOLD ACCEPTED, ON_HOLD ARRIVED, ON_HOLD IN_PROGRESS, ON_HOLD CANCELLED,
DONE CONFIRMED, DONE REOPENED, CONFIRMED CLOSED, CONFIRMED REOPENED,
REOPENED ASSIGNED, REOPENED CANCELLED, CLOSED REOPENED,
NEW CLOSED, OFFERED CLOSED, ASSIGNED CLOSED, ACCEPTED CLOSED, ARRIVED CLOSED, IN_PROGRESS CLOSED, ON_HOLD CLOSED, REOPENED CLOSED,
OFFERED MERGED, ASSIGNED MERGED, ACCEPTED MERGED, ARRIVED MERGED, IN_PROGRESS MERGED, ON_HOLD MERGED, REOPENED MERGED, MERGED NEW, MERGED CANCELLED`
  .trim()
  .split(/,\s*/)

const PAIRS = STATES.flatMap((from) => STATES.map((to) => [from, to] as const))

let desk: TicketDesk
beforeAll(async () => {
  desk = await openTicketDesk()
})
afterAll(() => desk.close())

describe('the table', () => {
  test('has the thirteen states a ticket can be in', () => {
    expect(STATES).toHaveLength(13)
    expect(ALLOWED).toHaveLength(50)
  })

  test.each(PAIRS)('%s → %s', (from, to) => {
    // A pause leads back only to where it came from: here the state asked for.
    expect(mayMove(from, to, to)).toBe(ALLOWED.includes(`${from} ${to}`))
  })

  test.each([
    ['ACCEPTED', 'ARRIVED'],
    ['ARRIVED', 'IN_PROGRESS'],
    ['IN_PROGRESS', 'ACCEPTED'],
  ] as const)('a pause begun in %s does not lead to %s', (heldFrom, to) => {
    expect(mayMove('ON_HOLD', to, heldFrom)).toBe(false)
    expect(mayMove('ON_HOLD', heldFrom, heldFrom)).toBe(true)
  })
})

describe('on the database', () => {
  test.each(PAIRS)('%s → %s is written once or refused whole', async (from, to) => {
    const id = await aTicketIn(from, to)
    const move = () =>
      moving(id, (work) => moveTicket(work, id, { from: [from], to, kind: 'moved' }))
    if (ALLOWED.includes(`${from} ${to}`)) {
      expect(await move()).toMatchObject({ outcome: 'moved', ticket: { state: to, version: 2 } })
      const events = await eventsOf(id)
      expect(events).toMatchObject([{ seq: 2, kind: 'moved', fromState: from, toState: to }])
    } else {
      await expect(move()).rejects.toMatchObject({ code: 'illegal-move' })
      const row = desk.db.selectFrom('ticket').selectAll().where('id', '=', id)
      expect(await row.executeTakeFirstOrThrow()).toMatchObject({ state: from, version: 1 })
      expect(await eventsOf(id)).toEqual([])
    }
  })

  test('somebody who comes late is told the state, and nothing changes', async () => {
    const id = await aTicketIn('DONE', null)
    const late = { from: ['ACCEPTED'], to: 'ARRIVED', kind: 'arrived' } as const
    expect(await moving(id, (work) => moveTicket(work, id, late))).toMatchObject({
      outcome: 'wrong_state',
      ticket: { state: 'DONE', version: 1 },
    })
    expect(await eventsOf(id)).toEqual([])
  })

  test('a ticket that does not exist is our own mistake', async () => {
    const move = { from: ['NEW'], to: 'ASSIGNED', kind: 'assigned' } as const
    const moved = moving('nothing', (work) => moveTicket(work, 'nothing', move))
    await expect(moved).rejects.toBeInstanceOf(DeskError)
  })

  test('of two who move it at once, one does', async () => {
    const id = await aTicketIn('NEW', null)
    const move = { from: ['NEW'], to: 'ASSIGNED', kind: 'assigned' } as const
    const both = await Promise.all(
      [1, 2].map(() => moving(id, (work) => moveTicket(work, id, move))),
    )
    expect(both.map((moved) => moved.outcome).sort()).toEqual(['moved', 'wrong_state'])
    expect(await eventsOf(id)).toHaveLength(1)
  })

  test('the log refuses to be rewritten', async () => {
    const id = await aTicketIn('NEW', null)
    await moving(id, (work) => moveTicket(work, id, { from: ['NEW'], to: 'CANCELLED', kind: 'x' }))
    const rewrite = desk.db
      .updateTable('ticket_event')
      .set({ kind: 'y' })
      .where('ticketId', '=', id)
    await expect(rewrite.execute()).rejects.toThrow(/rows are added/)
    const erase = desk.db.deleteFrom('ticket_event').where('ticketId', '=', id)
    await expect(erase.execute()).rejects.toThrow(/rows are added/)
  })
})

function moving<T>(_id: string, run: (work: Work) => Promise<T>): Promise<T> {
  return desk.work(SYSTEM, run)
}

async function eventsOf(ticketId: string) {
  return await desk.db
    .selectFrom('ticket_event')
    .selectAll()
    .where('ticketId', '=', ticketId)
    .orderBy('seq')
    .execute()
}

/** A bare row in some state; a pause begun in `heldFrom`. */
async function aTicketIn(state: TicketState, heldFrom: string | null): Promise<string> {
  const id = randomUUID()
  await desk.db
    .insertInto('ticket')
    .values({
      id,
      corpId: 'corp-1',
      projectId: PROJECT,
      number: `BX20261101-${id}`,
      kind: 'repair',
      category: 'water.leak',
      priority: 'normal',
      state,
      heldFrom: state === 'ON_HOLD' ? heldFrom : null,
      channel: 'kf',
      place: '3栋2单元501',
      description: '漏水',
      photoIds: [],
      createdAt: desk.now(),
      version: 1,
    })
    .execute()
  return id
}
