/** Work on hold: reasons, expected days, clocks that stop, and mornings that remind. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { StaffActor } from '../../../src/desk/work.ts'
import { aScene, type Scene } from '../../support/desk/scene.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

let desk: TicketDesk
let scene: Scene
let wang: StaffActor
let lead: StaffActor
let number: string

beforeAll(async () => {
  desk = await openTicketDesk()
  lead = await desk.staff('班长', 'lead')
})
beforeEach(async () => {
  scene = await aScene(desk)
  ;({ wang, number } = scene)
  desk.tell.clear()
})
afterAll(() => desk.close())

describe('holding', () => {
  beforeEach(() => scene.bringTo('ACCEPTED'))

  test.each([
    ['nothing chosen', undefined, 'reason_wanted'],
    ['the first line of the list', 'none', 'reason_wanted'],
    ['a reason of another list', 'too_busy', 'reason_wanted'],
    ['a reason that is none', '__proto__', 'reason_wanted'],
  ])(
    'with %s the card stays, and a form asks for what is missing',
    async (_name, reason, outcome) => {
      expect(await desk.tap(wang, number, 'hold', reason)).toEqual({ outcome })
      expect(await desk.tap(wang, number, 'hold', reason)).toEqual({ outcome })
      const forms = desk.tell
        .of('card')
        .slice(-2)
        .map(({ card }) => card)
      expect(forms).toEqual(['tickets.hold_why', 'tickets.hold_why'])
      expect(desk.tell.read.at(-1)).toContain('为什么挂起')
    },
  )

  test.each([
    ['2026-11-23', 'bad_date'],
    ['2020-01-01', 'bad_date'],
    ['2026-11-24', 'ok'],
    ['2026-12-08', 'ok'],
    ['2026-12-09', 'too_long'],
    ['9999-12-31', 'too_long'],
  ])('until %s: %s', async (until, outcome) => {
    const input = { number, reason: 'waiting_parts', until }
    expect(await desk.act(wang, 'tickets.hold', input)).toMatchObject({ outcome })
  })

  test('longer than the rule allows is a lead’s decision', async () => {
    const input = { number, reason: 'waiting_parts', until: '2027-01-31' }
    expect(await desk.act(lead, 'tickets.hold', input)).toMatchObject({ outcome: 'ok' })
  })

  test('stops the clocks its reason stops, and going on starts them again', async () => {
    const states = async () => {
      const { id } = await desk.ticket(number)
      const rows = await desk.db
        .selectFrom('sla_clock')
        .select(['kind', 'state'])
        .where('subjectId', '=', id)
        .execute()
      return Object.fromEntries(rows.map((row) => [row.kind, row.state]))
    }
    await desk.act(wang, 'tickets.hold', { number, reason: 'waiting_owner' })
    expect(await states()).toMatchObject({ accept: 'met', arrive: 'paused', resolve: 'paused' })
    await desk.act(wang, 'tickets.resume', { number })
    expect(await states()).toMatchObject({ arrive: 'running', resolve: 'running' })
    expect(await desk.ticket(number)).toMatchObject({
      state: 'ACCEPTED',
      heldFrom: null,
      holdUntil: null,
    })
  })

  test('reminds on the expected morning, and every morning until work goes on', async () => {
    await desk.act(wang, 'tickets.hold', { number, reason: 'waiting_owner', until: '2026-11-25' })
    desk.tell.clear()
    const reminders = () =>
      desk.tell
        .of('staff')
        .filter(
          (note) => note.words === 'tickets.staff.hold_over' && note.values['number'] === number,
        )
    await desk.moveTo('2026-11-25T08:29:00+08:00')
    expect(reminders()).toHaveLength(0)
    await desk.moveTo('2026-11-25T08:30:00+08:00')
    expect(reminders()).toHaveLength(1)
    await desk.moveTo('2026-11-27T09:00:00+08:00')
    expect(reminders()).toHaveLength(3)
    await desk.act(wang, 'tickets.resume', { number })
    await desk.moveTo('2026-11-30T09:00:00+08:00')
    expect(reminders()).toHaveLength(3)
  })
})
