/** What flows ask to make menus and decide questions: categories, reasons, colleagues, facts. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { surveyActions } from '../../../src/desk/surveys/actions.ts'
import { ticketActions } from '../../../src/desk/tickets/actions.ts'
import { ticketFacts } from '../../../src/desk/tickets/facts.ts'
import type { Actor, OwnerActor, StaffActor } from '../../../src/desk/work.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

let desk: TicketDesk
let owner: OwnerActor
let wang: StaffActor
beforeAll(async () => {
  desk = await openTicketDesk()
  owner = await desk.owner('住户', '3-2-501')
  wang = await desk.technician('王强')
  await desk.technician('李四', { skills: ['lift', 'masonry'] })
  await desk.technician('休息', { shift: null })
})
afterAll(() => desk.close())

const ask = (actor: Actor, fact: string, ...args: unknown[]) =>
  desk.work(actor, async (work) => ticketFacts[fact]?.answer(work, args))

describe('menus', () => {
  test('of categories have no dangers in them, and three levels', async () => {
    const idsBelow = async (parent?: string) => {
      const { result } = await desk.act(owner, 'tickets.categories', { parent })
      return (result['items'] as unknown as { id: string }[]).map(({ id }) => id)
    }
    expect(await idsBelow()).toEqual(['home', 'common', 'site', 'other'])
    expect(await idsBelow('common')).toContain('lift')
    expect(await idsBelow('lift')).toContain('lift.stopped')
    expect(await desk.act(owner, 'tickets.categories', { parent: 'lift.stopped' })).toMatchObject({
      outcome: 'none',
    })
    expect(await desk.act(owner, 'tickets.categories', { parent: '__proto__' })).toMatchObject({
      outcome: 'none',
    })
  })

  test.each(['hold', 'return'])('of reasons to %s are the rules’', async (kind) => {
    const reasons = await desk.act(wang, 'tickets.reasons', { for: kind })
    expect(reasons.result['items']).toEqual(
      expect.arrayContaining([{ id: 'other', words: '其他原因' }]),
    )
  })

  test('of colleagues name who is on duty, and not oneself', async () => {
    expect(await desk.act(wang, 'tickets.colleagues')).toEqual({
      outcome: 'ok',
      result: { items: [{ id: '李四', name: '李四', trades: '电梯、土建' }], count: 1 },
    })
  })

  test('of what nobody has are for who gives work out', async () => {
    expect(await desk.act(wang, 'tickets.unassigned')).toMatchObject({ outcome: 'not_yours' })
  })
})

describe('facts', () => {
  test.each([
    ['category_of', '厨房水管漏水', 'water.leak'],
    ['category_of', 'water.leak', 'water.leak'],
    ['category_of', '', 'other'],
    ['category_name', '楼道灯不亮', '公共照明'],
    ['category_place', 'lift', 'public'],
    ['category_place', '厨房水管漏水', 'any'],
    ['photo_wanted', '厨房水管漏水', true],
    ['photo_wanted', 'lift', false],
    ['appointment_wanted', '厨房水管漏水', true],
    ['appointment_wanted', '楼道灯不亮', false],
    ['sounds_urgent', '水管爆了，喷水', true],
    ['sounds_urgent', '灯坏了，不急', false],
    ['is_ticket_number', 'bx20261123-1', true],
    ['is_ticket_number', '7号', true],
    ['is_ticket_number', '漏水', false],
  ])('%s(%j) is %j', async (fact, argument, answer) => {
    expect(await ask(owner, fact, argument)).toBe(answer)
  })

  test('count what somebody has open', async () => {
    expect(await ask(owner, 'has_open_tickets')).toBe(false)
    expect(await ask(wang, 'has_jobs')).toBe(false)
    await desk.act(owner, 'tickets.create', { text: '厨房水管漏水', room: '3-2-501' })
    expect(await ask(owner, 'has_open_tickets')).toBe(true)
    expect(await ask(owner, 'open_ticket_count')).toBe(1)
    expect(await ask(wang, 'has_jobs')).toBe(true)
    expect(await ask(wang, 'job_count', 'accept')).toBe(1)
    expect(await ask(wang, 'job_count', 'finish')).toBe(0)
  })

  test('are named as their signatures say', () => {
    for (const [name, fact] of Object.entries(ticketFacts)) {
      expect(fact.signature).toMatch(new RegExp(`^${name}\\([a-z, ]*\\): (bool|int|string)$`))
    }
  })
})

describe('actions', () => {
  test('have names of their own, outcomes without repeats, and plain field names', () => {
    const all = [...ticketActions, ...surveyActions]
    const names = all.map((action) => action.name)
    expect(new Set(names).size).toBe(names.length)
    for (const action of all) {
      expect(action.name).toMatch(/^(tickets|surveys)\.[a-z_]+$/)
      expect(new Set(action.outcomes).size).toBe(action.outcomes.length)
      for (const field of [...Object.keys(action.with), ...Object.keys(action.result)]) {
        expect(field).toMatch(/^[a-z][a-z_]*$/)
      }
    }
  })
})
