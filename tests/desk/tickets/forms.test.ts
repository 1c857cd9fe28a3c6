/** What a tap leaves open is asked with a form: why, and who; answered once, by whom it was asked, while it still holds. */
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

/** The form that was asked last: its name and what can be chosen. */
const asked = () => {
  const note = desk.tell.of('card').at(-1)
  const { people = [], reasons = [] } = (note?.values ?? {}) as {
    people?: { id: string }[]
    reasons?: { id: string }[]
  }
  return {
    form: note?.card,
    people: people.map(({ id }) => id),
    reasons: reasons.map(({ id }) => id),
  }
}
const userIdOf = async (staff: StaffActor) => {
  const { userId } = await desk.db
    .selectFrom('staff')
    .select('userId')
    .where('id', '=', staff.staffId)
    .executeTakeFirstOrThrow()
  return userId
}

describe('why', () => {
  test.each([
    ['hold', 'tickets.hold_why', 'waiting_parts', 'ON_HOLD'],
    ['return', 'tickets.return_why', 'too_busy', 'NEW'],
  ])(
    '%s: %s is asked with the reasons of the rules, and done with the one that is chosen',
    async (key, form, reason, state) => {
      await scene.bringTo('ACCEPTED')
      expect(await desk.tap(wang, number, key)).toEqual({ outcome: 'reason_wanted' })
      expect(asked()).toMatchObject({ form, reasons: expect.arrayContaining([reason]) })
      const submit = `${key}_why`
      expect(await desk.tap(wang, number, submit, { reason: [reason] })).toMatchObject({
        outcome: 'ok',
        close: { words: `tickets.card.did.${submit}` },
      })
      expect(await desk.ticket(number)).toMatchObject({ state })
      // The card the button stood on loses its buttons with all others.
      expect(desk.tell.of('close').every(({ exceptStaffId }) => exceptStaffId === undefined)).toBe(
        true,
      )
    },
  )

  test.each([
    ['nothing', {}],
    ['no option', { reason: [] }],
    ['what is none of them', { reason: ['__proto__'] }],
  ])('a form sent with %s stays, and says so', async (_what, selections) => {
    await scene.bringTo('ACCEPTED')
    expect(await desk.tap(wang, number, 'hold_why', selections)).toEqual({
      outcome: 'reason_wanted',
    })
    expect(desk.tell.read.at(-1)).toContain('还没有选原因')
    expect(await desk.ticket(number)).toMatchObject({ state: 'ACCEPTED' })
  })

  test('a form answered when the job is over says so, and changes nothing', async () => {
    await scene.bringTo('DONE')
    const before = await desk.ticket(number)
    expect(await desk.tap(wang, number, 'hold_why', { reason: ['other'] })).toMatchObject({
      outcome: 'over',
      close: { words: 'tickets.card.refused.over' },
    })
    expect(await desk.ticket(number)).toEqual(before)
  })

  test('a stranger’s answer changes nothing', async () => {
    await scene.bringTo('ACCEPTED')
    const other = await desk.technician(scene.named('路人'), { areas: ['999'] })
    for (const key of ['hold_why', 'return_why', 'transfer_to', 'assign_to']) {
      const selections = { reason: ['other'], colleague: [await userIdOf(other)] }
      expect(await desk.tap(other, number, key, selections)).toMatchObject({ outcome: 'not_yours' })
    }
    expect(await desk.ticket(number)).toMatchObject({ state: 'ACCEPTED', assigneeId: wang.staffId })
  })
})

describe('who', () => {
  test('a transfer asks for a colleague on duty and a reason, and gives the job to both at once', async () => {
    const li = await scene.hire('李四')
    await scene.bringTo('ACCEPTED')
    await desk.tap(wang, number, 'transfer')
    const { form, people, reasons } = asked()
    expect(form).toBe('tickets.transfer_to')
    expect(people[0]).toBe('*')
    expect(people).not.toContain(await userIdOf(wang))
    expect(people.length).toBeLessThanOrEqual(10)
    expect(reasons).toContain('too_busy')
    const answer = { colleague: [await userIdOf(li)], reason: ['too_busy'] }
    expect(await desk.tap(wang, number, 'transfer_to', answer)).toMatchObject({ outcome: 'ok' })
    expect(desk.tell.read.length).toBeGreaterThan(0)
    expect(await desk.ticket(number)).toMatchObject({ state: 'ASSIGNED', assigneeId: li.staffId })
    // The second of two quick taps: the job is no longer theirs to give.
    expect(await desk.tap(wang, number, 'transfer_to', answer)).toMatchObject({
      outcome: 'not_yours',
    })
  })

  test('to anybody, it goes back to all', async () => {
    await scene.bringTo('ACCEPTED')
    const answer = { colleague: ['*'], reason: ['need_help'] }
    expect(await desk.tap(wang, number, 'transfer_to', answer)).toMatchObject({
      outcome: 'ok',
      close: { words: 'tickets.card.did.transfer_to', values: { to: '' } },
    })
    expect(await desk.ticket(number)).toMatchObject({ state: 'NEW', assigneeId: null })
  })

  test('somebody who has left meanwhile is not given anything', async () => {
    await scene.bringTo('ACCEPTED')
    const answer = { colleague: ['gone'], reason: ['too_busy'] }
    expect(await desk.tap(wang, number, 'transfer_to', answer)).toMatchObject({
      outcome: 'no_such_colleague',
      close: { words: 'tickets.card.refused.no_such_colleague' },
    })
    expect(await desk.ticket(number)).toMatchObject({ state: 'ACCEPTED' })
  })
})

describe('giving out by form', () => {
  beforeEach(async () => {
    await scene.bringTo('ACCEPTED')
    await desk.tap(wang, number, 'return', 'too_busy')
    expect(await desk.ticket(number)).toMatchObject({ state: 'NEW' })
  })

  test('gives it to whom was chosen, also off duty, and says so', async () => {
    const resting = await desk.technician(scene.named('休息'), { shift: null })
    const answer = { colleague: [await userIdOf(resting)] }
    expect(await desk.tap(lead, number, 'assign_to', answer)).toMatchObject({
      outcome: 'ok',
      close: { values: { to: scene.named('休息'), off_duty: true } },
    })
    expect(await desk.ticket(number)).toMatchObject({ assigneeId: resting.staffId })
  })

  test('takes it from nobody who has it meanwhile', async () => {
    const li = await scene.hire('李四')
    await desk.act(lead, 'tickets.assign', { number, colleague: scene.named('李四') })
    const answer = { colleague: [await userIdOf(wang)] }
    expect(await desk.tap(lead, number, 'assign_to', answer)).toMatchObject({
      outcome: 'wrong_state',
      close: { words: 'tickets.card.refused.wrong_state' },
    })
    expect(await desk.ticket(number)).toMatchObject({ assigneeId: li.staffId })
  })

  test('sent with nobody chosen it stays, and says so', async () => {
    expect(await desk.tap(lead, number, 'assign_to')).toEqual({ outcome: 'colleague_wanted' })
    expect(desk.tell.read.at(-1)).toContain('还没有选人')
  })
})
