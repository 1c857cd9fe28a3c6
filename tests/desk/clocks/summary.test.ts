/** The card about many calls: what is ticked on it is taken, or opened, and the rest comes again. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { acknowledgeLadder } from '../../../src/desk/clocks/ladder/acknowledge-ladder.ts'
import { endLadder } from '../../../src/desk/clocks/ladder/end-ladder.ts'
import { retargetClocks } from '../../../src/desk/clocks/retarget-clocks.ts'
import { startClocks } from '../../../src/desk/clocks/start-clocks.ts'
import type { Subject } from '../../../src/desk/work.ts'
import { PROJECT } from '../../support/desk/staff.ts'
import { beginAnew, type CalledPeople, calledPeople, NORMAL } from './called-people.ts'
import { type ClockDesk, openClockDesk } from './clock-desk.ts'

let desk: ClockDesk
let staff: CalledPeople
/** Whose cards were shown again, by number. */
let shown: string[]
beforeAll(async () => {
  desk = await openClockDesk()
  staff = await calledPeople(desk)
})
afterAll(() => desk.close())
beforeEach(async () => {
  await beginAnew(desk)
  shown = []
})

const at = (text: string) => `2026-11-${text}:00+08:00`

/** So many matters of one technician, level 2 of which waits for Thursday 08:00; what the lead was sent then. */
async function told(many: number) {
  desk.sleepTo(at('23T22:30'))
  const subjects = Array.from({ length: many }, (_, index) => {
    const number = `BX20261123-${String(index + 1).padStart(4, '0')}`
    return desk.aTicket({ number, assigneeStaffId: staff.technician, show: showAs(number) })
  })
  await desk.work(async (work) => {
    for (const subject of subjects) {
      const promise = { kinds: ['resolve' as const], match: NORMAL, startAt: work.now }
      await startClocks(work, { projectId: PROJECT, subject, ...promise })
    }
  })
  await desk.moveTo(at('26T07:59'))
  desk.tell.clear()
  await desk.moveTo(at('26T08:01'))
  return { subjects, runs: await Promise.all(subjects.map(runOf)) }
}
const showAs = (number: string) => async (staffId: string) => {
  if (staffId !== staff.technician) return false
  shown.push(number)
  return true
}
const runOf = async ({ id }: Subject) => {
  const rows = desk.db.selectFrom('escalation_run').select(['id', 'state', 'ackById'])
  return await rows
    .where('subjectId', '=', id)
    .where('state', '<>', 'ended')
    .executeTakeFirstOrThrow()
}
const cards = (staffId: string) =>
  desk.tell
    .of('card')
    .filter((card) => card.staffId === staffId && card.card === 'escalation.summary')
function newestCard(staffId: string) {
  const card = cards(staffId).at(-1)
  if (!card) throw new Error('no card')
  return card
}
const listed = (staffId: string) =>
  (newestCard(staffId).values['items'] as { id: string; number: string }[]).map(({ id }) => id)
const tick = (staffId: string, ticked: readonly string[], card = newestCard(staffId)) =>
  desk.click(staffId, { subject: card.subject, ticked })
const audited = async (runIds: readonly string[]) => {
  const rows = desk.db.selectFrom('audit_log').select(['action', 'detail'])
  const found = await rows.where('subjectId', 'in', runIds).execute()
  return found.map(({ action, detail }) => `${action} ${(detail as { outcome: string }).outcome}`)
}

describe('what is ticked', () => {
  test('is taken, each with a card to give it back; what is left comes on a new card', async () => {
    const { runs } = await told(5)
    const [first, second] = listed(staff.lead) as [string, string]
    expect(await tick(staff.lead, [first, second])).toEqual({
      outcome: 'taken',
      words: 'clocks.card_summary',
      values: { taken: 2, opened: 0, others: 0, left: 3 },
    })
    const states = await desk.db
      .selectFrom('escalation_run')
      .select(['id', 'state', 'ackById'])
      .execute()
    const taken = states.filter(({ state }) => state === 'acknowledged')
    expect(taken.map(({ id }) => id).sort()).toEqual([first, second].sort())
    expect(taken.every(({ ackById }) => ackById === staff.lead)).toBe(true)
    expect(desk.tell.of('card').filter(({ card }) => card === 'escalation.holding')).toHaveLength(2)
    expect(newestCard(staff.lead).values).toMatchObject({ count: 3 })
    const rest = runs.map(({ id }) => id).filter((id) => ![first, second].includes(id))
    expect(listed(staff.lead).sort()).toEqual(rest.sort())
    expect(await audited([first, second])).toEqual([
      'escalation.take taken',
      'escalation.take taken',
    ])
    expect(await tick(staff.lead, listed(staff.lead))).toMatchObject({
      values: { taken: 3, left: 0 },
    })
    expect(cards(staff.lead)).toHaveLength(2)
  })

  test('by whoever has it is shown to them again, and nothing is taken', async () => {
    await told(2)
    // The next level of one's own.
    desk.tell.clear()
    await desk.db.deleteFrom('missed_ping').execute()
    const runs = await desk.db.selectFrom('escalation_run').select(['id', 'projectId']).execute()
    for (const { id: runId, projectId } of runs) {
      await desk.db
        .insertInto('missed_ping')
        .values({
          ...{
            key: `own-${runId}`,
            receiver: staff.technician,
            projectId,
            runId,
            kind: 'assignee',
          },
          ...{ values: JSON.stringify({ number: 'x', level: 1 }), at: desk.now() },
        })
        .execute()
    }
    const alarm = { name: 'clocks.digest', key: staff.technician, generation: 0, payload: {} }
    await desk.ring({ ...alarm, dueAt: desk.now() })
    expect(newestCard(staff.technician).values).toMatchObject({ count: 2, is_own: true })
    expect(await tick(staff.technician, listed(staff.technician))).toMatchObject({
      outcome: 'opened',
      values: { taken: 0, opened: 2, left: 0 },
    })
    expect(shown.sort()).toEqual(['BX20261123-0001', 'BX20261123-0002'])
    const states = await desk.db.selectFrom('escalation_run').select('state').execute()
    expect(states.map(({ state }) => state)).toEqual(['running', 'running'])
  })

  test('beyond the lines of one card comes by number, and on the next card', async () => {
    await told(20)
    expect(newestCard(staff.lead).values).toMatchObject({ count: 20, listed: 15 })
    const [others] = desk.tell.of('staff').filter(({ staffId }) => staffId === staff.lead)
    expect(others).toMatchObject({ words: 'clocks.digest.others', values: { count: 5 } })
    await tick(staff.lead, listed(staff.lead))
    expect(newestCard(staff.lead).values).toMatchObject({ count: 5, listed: 5 })
  })
})

describe('a tap that finds things changed', () => {
  test('taken by another: they are named, and nothing is taken from them', async () => {
    await told(3)
    const [one, two] = listed(staff.lead) as [string, string]
    await desk.tap(staff.agent, one)
    expect(await tick(staff.lead, [one, two])).toMatchObject({
      outcome: 'taken',
      values: { taken: 1, others: 1, left: 1 },
    })
    const said = desk.tell.of('staff').find(({ words }) => words === 'clocks.digest.not_taken')
    expect(said?.values['items']).toMatchObject([{ holder: 'agent', done: 'taken_by_other' }])
    const run = await desk.db
      .selectFrom('escalation_run')
      .select('ackById')
      .where('id', '=', one)
      .executeTakeFirst()
    expect(run?.ackById).toBe(staff.agent)
  })

  test('all of them done or withdrawn: the card is closed with that, and no new one comes', async () => {
    const { subjects } = await told(2)
    await desk.work(async (work) => {
      for (const subject of subjects) await endLadder(work, subject, 'cancelled')
    })
    expect(await tick(staff.lead, listed(staff.lead))).toEqual({
      outcome: 'over',
      words: 'clocks.card_over',
      values: {},
    })
    expect(cards(staff.lead)).toHaveLength(1)
    const said = desk.tell.of('staff').find(({ words }) => words === 'clocks.digest.not_taken')
    expect(said?.values['items']).toMatchObject([{ done: 'over' }, { done: 'over' }])
  })

  test('of another urgency now: the old promise is over, its new one is not touched', async () => {
    const { subjects, runs } = await told(2)
    const [one] = subjects as [Subject]
    const ended = runs[0]?.id ?? ''
    const change = {
      kinds: ['resolve' as const],
      match: { ...NORMAL, priority: 'urgent' as const },
    }
    await desk.work((work) =>
      retargetClocks(work, { projectId: PROJECT, subject: one, reason: 'priority', ...change }),
    )
    expect(await tick(staff.lead, [ended])).toMatchObject({ outcome: 'over' })
    expect(await runOf(one)).toMatchObject({ state: 'running', ackById: null })
  })

  test('taken by themselves meanwhile by another card: it stays theirs', async () => {
    const { subjects, runs } = await told(2)
    await desk.work((work) => acknowledgeLadder(work, subjects[0] as Subject, staff.lead))
    const first = runs[0]?.id ?? ''
    expect(await tick(staff.lead, [first])).toMatchObject({
      outcome: 'taken',
      values: { taken: 1 },
    })
  })

  test('answered twice: the second finds it done', async () => {
    await told(3)
    const [first] = listed(staff.lead) as [string]
    const card = newestCard(staff.lead)
    await tick(staff.lead, [first], card)
    const holding = desk.tell.of('card').filter((one) => one.card === 'escalation.holding').length
    expect(await tick(staff.lead, [first], card)).toMatchObject({ outcome: 'over' })
    expect(desk.tell.of('card').filter((one) => one.card === 'escalation.holding')).toHaveLength(
      holding,
    )
  })

  test('two people tick the same at once: one has each', async () => {
    await told(4)
    const answers = await Promise.all([
      tick(staff.lead, listed(staff.lead)),
      tick(staff.dispatcher, listed(staff.dispatcher)),
    ])
    const taken = answers.map(({ values }) => Number(values?.['taken'] ?? 0))
    expect(taken.reduce((sum, one) => sum + one, 0)).toBe(4)
    const holders = await desk.db.selectFrom('escalation_run').select('ackById').execute()
    expect(holders.every(({ ackById }) => ackById !== null)).toBe(true)
  })
})

describe('a tap that is wrong', () => {
  test('nothing ticked: they are asked to, and the card stays', async () => {
    await told(2)
    expect(await tick(staff.lead, [])).toEqual({ outcome: 'nothing-chosen' })
    expect(await tick(staff.lead, [])).toEqual({ outcome: 'nothing-chosen' })
    expect(
      desk.tell.of('staff').filter(({ words }) => words === 'clocks.digest.choose'),
    ).toHaveLength(2)
  })

  test.each([
    ['a ladder that is not on the card', () => ['no-such-run']],
    ['words of another kind', () => ["'; DROP TABLE ping; --", '']],
    ['five hundred of them', () => Array.from({ length: 500 }, (_, index) => `run-${index}`)],
  ])('%s: nothing is taken', async (_name, ticked) => {
    await told(2)
    expect(await tick(staff.lead, ticked())).toMatchObject({ outcome: 'over' })
    const states = await desk.db.selectFrom('escalation_run').select('state').execute()
    expect(states.map(({ state }) => state)).toEqual(['running', 'running'])
    expect(newestCard(staff.lead).values).toMatchObject({ count: 2 })
  })

  test('by somebody else than it was sent to: nothing is taken', async () => {
    await told(2)
    const card = newestCard(staff.lead)
    expect(await tick(staff.manager, listed(staff.lead), card)).toMatchObject({ outcome: 'over' })
    const states = await desk.db.selectFrom('escalation_run').select('state').execute()
    expect(states.map(({ state }) => state)).toEqual(['running', 'running'])
  })

  test('an unknown button, or a chat that is no member', async () => {
    await told(2)
    const { subject } = newestCard(staff.lead)
    const ticked = listed(staff.lead)
    expect(await desk.click(staff.lead, { subject, key: 'drop', ticked })).toEqual({
      outcome: 'unknown-key',
    })
    expect(await desk.click('nobody', { subject, ticked })).toEqual({ outcome: 'not-staff' })
  })
})

test('what a summary listed is forgotten once its ladders have ended', async () => {
  const { subjects } = await told(2)
  await desk.work(async (work) => {
    for (const subject of subjects) await endLadder(work, subject, 'done')
  })
  await told(2)
  const rows = await desk.db
    .selectFrom('missed_ping')
    .select('runId')
    .where('receiver', '=', staff.lead)
    .execute()
  expect(rows).toHaveLength(2)
})
