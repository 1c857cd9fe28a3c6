/** Pausing the bot of a project: who may, once, for how long, and who hears of it. On a real database. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openPause } from '../../../src/desk/pauses/bot-pause.ts'
import type { StaffActor } from '../../../src/desk/work.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

let desk: TicketDesk
let agent: StaffActor
let manager: StaffActor

beforeEach(async () => {
  desk = await openTicketDesk()
  agent = await desk.staff('林霞', 'agent')
  manager = await desk.staff('高远', 'manager')
  await desk.staff('李强', 'technician')
})
afterEach(() => desk.close())

const WISH = { reason: '停水咨询太多', length: 'half_day' }
const begin = (actor: StaffActor, wish: object = WISH) =>
  desk.act(actor, 'pauses.begin', { ...wish })
const isPaused = () =>
  desk.work(agent, async ({ tx }) => (await openPause(tx, agent.projectId)) !== undefined)
const told = (words: string) => [
  desk.tell.of('staff').filter((note) => note.words === words).length,
  desk.tell.of('robot').filter((note) => note.words === words).length,
]

describe('a pause', () => {
  test('begins once, and those who answer owners hear who paused it and why', async () => {
    const { outcome, result } = await begin(manager)
    expect(outcome).toBe('ok')
    expect(result).toMatchObject({ until: expect.stringMatching(/\d\d:\d\d$/) })
    expect(await isPaused()).toBe(true)
    expect(told('pauses.begun')).toEqual([1, 1])
    const again = await begin(agent, { reason: '再停', length: 'open' })
    expect(again.outcome).toBe('already')
    expect(told('pauses.begun')).toEqual([1, 1])
  })

  test('of two who pause at once one does', async () => {
    const outcomes = (await Promise.all([begin(manager), begin(agent)])).map(
      ({ outcome }) => outcome,
    )
    expect(outcomes.sort()).toEqual(['already', 'ok'])
    const rows = await desk.db.selectFrom('bot_pause').select('id').execute()
    expect(rows).toHaveLength(1)
  })

  test('ends at its time, once, and can begin again', async () => {
    await begin(manager)
    await desk.advance(239)
    expect(await isPaused()).toBe(true)
    await desk.advance(1)
    expect(await isPaused()).toBe(false)
    expect(told('pauses.ended')).toEqual([2, 1])
    await desk.advance(24 * 60)
    expect(told('pauses.ended')).toEqual([2, 1])
    expect((await begin(agent)).outcome).toBe('ok')
  })

  test('ends by hand before its time, and the alarm of the ended one ends no later one', async () => {
    await begin(manager)
    expect((await desk.act(agent, 'pauses.end')).outcome).toBe('ok')
    expect((await desk.act(agent, 'pauses.end')).outcome).toBe('not_paused')
    await begin(agent, { reason: '又来', length: 'open' })
    await desk.advance(240)
    expect(await isPaused()).toBe(true)
  })

  test('that goes on is asked about until it is over', async () => {
    await begin(manager, { reason: '年会', length: 'open' })
    await desk.advance(239)
    expect(told('pauses.still')).toEqual([0, 0])
    await desk.advance(1)
    expect(told('pauses.still')).toEqual([2, 1])
    await desk.advance(240)
    expect(told('pauses.still')).toEqual([4, 2])
    await desk.act(agent, 'pauses.end')
    await desk.advance(24 * 60)
    expect(told('pauses.still')).toEqual([4, 2])
  })

  test('and its end stand in the audit log', async () => {
    await begin(manager)
    await desk.act(agent, 'pauses.end')
    const rows = await desk.db
      .selectFrom('audit_log')
      .select(['action', 'actorId'])
      .where('subjectKind', '=', 'bot-pause')
      .orderBy('at')
      .orderBy('action')
      .execute()
    expect(rows).toEqual([
      { action: 'bot.pause', actorId: manager.staffId },
      { action: 'bot.resume', actorId: agent.staffId },
    ])
  })
})

describe('nobody else', () => {
  test.each(['technician', 'steward', 'lead'] as const)(
    'a %s pauses or resumes nothing',
    async (role) => {
      const somebody = await desk.staff('路人', role)
      expect((await begin(somebody)).outcome).toBe('not_allowed')
      await begin(manager)
      expect((await desk.act(somebody, 'pauses.end')).outcome).toBe('not_allowed')
      expect(await isPaused()).toBe(true)
    },
  )

  test('an owner, a leaver and a manager of another project neither', async () => {
    const owner = await desk.owner('住户', '3-2-501')
    expect((await desk.act(owner, 'pauses.begin', WISH)).outcome).toBe('not_allowed')
    expect((await begin({ ...manager, projectId: 'elsewhere' })).outcome).toBe('not_allowed')
    await desk.db
      .updateTable('staff')
      .set({ leftAt: desk.now() })
      .where('id', '=', manager.staffId)
      .execute()
    expect((await begin(manager)).outcome).toBe('not_allowed')
    expect(await isPaused()).toBe(false)
  })
})

test('a reason is kept as people can read it, and no longer than the rules have it', async () => {
  await begin(manager, { reason: `\u0000\u200b${'水'.repeat(5000)}`, length: 'hour' })
  const row = await desk.db.selectFrom('bot_pause').select('reason').executeTakeFirstOrThrow()
  expect(row.reason).toBe('水'.repeat(desk.rules.pauses.reason_chars))
})
