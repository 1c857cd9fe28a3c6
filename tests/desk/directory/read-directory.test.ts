/** Reading everybody: broken off it changes nothing, late answers are none, and too many at once wait for a person. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { applyStandings } from '../../../src/desk/directory/apply-standings.ts'
import { decideMissing } from '../../../src/desk/directory/ask-about-missing.ts'
import { readDirectory } from '../../../src/desk/directory/read-directory.ts'
import type { StaffActor } from '../../../src/desk/work.ts'
import { type HandDirectory, handDirectory } from '../../support/desk/hand-directory.ts'
import { aProject } from '../../support/desk/people.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

const NAMES = ['甲', '乙', '丙', '丁', '戊', '己']
let desk: TicketDesk
let directory: HandDirectory
let manager: StaffActor
let crew: StaffActor[]

beforeEach(async () => {
  desk = await openTicketDesk()
  directory = handDirectory()
  await aProject(desk.db)
  manager = await desk.staff('经理', 'manager')
  directory.put('经理')
  crew = []
  for (const name of NAMES) {
    crew.push(await desk.technician(name))
    directory.put(name)
  }
  await sync()
  await desk.advance(1)
  desk.tell.clear()
})
afterEach(() => desk.close())

const sync = () =>
  readDirectory({
    db: desk.db,
    platform: directory,
    corpId: 'corp-1',
    now: () => desk.now(),
    makeWork: (tx) => desk.doWork.within(tx, desk.now()),
  })
const gone = async () => {
  const rows = await desk.db
    .selectFrom('staff')
    .select('name')
    .where('leftAt', 'is not', null)
    .orderBy('name')
    .execute()
  return rows.map(({ name }) => name).sort()
}
const questions = () =>
  desk.db
    .selectFrom('task')
    .select(['state', 'values', 'subjectId'])
    .where('kind', '=', 'staff-missing')
    .orderBy('createdAt')
    .execute()
async function answer(who: StaffActor, key: string) {
  const id = (await questions()).findLast(({ state }) => state === 'open')?.subjectId ?? ''
  const click = { subject: { kind: 'staff-missing', id }, key, selections: {} }
  return desk.work(who, (work) => decideMissing(work, click))
}
const takeAway = (...names: readonly string[]) => {
  for (const name of names) directory.people.delete(name)
}

test('departments are kept as they are, and those of each member', async () => {
  const rows = await desk.db.selectFrom('department').select(['id', 'name']).orderBy('id').execute()
  expect(rows).toEqual([
    { id: 1, name: '和悦物业' },
    { id: 7, name: '工程部' },
  ])
  directory.listed.delete(7)
  await sync()
  expect(await desk.db.selectFrom('department').select('id').execute()).toEqual([{ id: 1 }])
  expect(await gone()).toEqual([])
})

test('broken off in the middle it changes nothing', async () => {
  takeAway('甲')
  const { membersOf } = directory
  const broken = {
    ...directory,
    membersOf: async (id: number) => {
      if (id === 7) throw new Error('cut')
      return membersOf(id)
    },
  }
  const reading = { db: desk.db, platform: broken, corpId: 'corp-1', now: () => desk.now() }
  const makeWork = (tx: Parameters<typeof desk.doWork.within>[0]) =>
    desk.doWork.within(tx, desk.now())
  await expect(readDirectory({ ...reading, makeWork })).rejects.toThrow('cut')
  expect(await gone()).toEqual([])
})

test('of another company nobody goes', async () => {
  await desk.db.updateTable('staff').set({ corpId: 'corp-2' }).where('name', '=', '甲').execute()
  takeAway('甲')
  await sync()
  expect(await gone()).toEqual([])
})

test('an answer to an older question is no news', async () => {
  const asked = desk.now()
  const told = (standing: 'active' | 'gone') => new Map([['甲', { standing }]])
  const apply = (standing: 'active' | 'gone', askedAt: Date) =>
    desk.work(manager, (work) => applyStandings(work, 'corp-1', { told: told(standing), askedAt }))
  await apply('gone', new Date(asked.getTime() + 10))
  expect(await gone()).toEqual(['甲'])
  await apply('active', asked)
  expect(await gone()).toEqual(['甲'])
  await apply('active', new Date(asked.getTime() + 20))
  expect(await gone()).toEqual([])
  await apply('gone', new Date(asked.getTime() + 15))
  expect(await gone()).toEqual([])
})

test('a directory of a hundred thousand is applied to those on the roster', async () => {
  const told = new Map(
    Array.from({ length: 100_000 }, (_, n) => [`user-${n}`, { standing: 'active' as const }]),
  )
  await desk.work(manager, (work) => applyStandings(work, 'corp-1', { told, askedAt: desk.now() }))
  expect(await gone()).toEqual([])
})

describe('too many at once', () => {
  test('three of seven may go by themselves', async () => {
    takeAway('甲', '乙', '丙')
    await sync()
    expect(await gone()).toEqual(['丙', '乙', '甲'].sort())
    expect(await questions()).toEqual([])
  })

  test('an empty directory takes nobody away: the manager is asked, once', async () => {
    takeAway('经理', ...NAMES)
    await sync()
    await sync()
    expect(await gone()).toEqual([])
    const asked = await questions()
    expect(asked).toHaveLength(1)
    expect(asked[0]).toMatchObject({ state: 'open', values: { count: 7 } })
    expect(desk.tell.of('card').map(({ card, staffId }) => [card, staffId])).toEqual([
      ['task.staff-missing', manager.staffId],
    ])
  })

  test('seen again nobody is asked about any more', async () => {
    takeAway(...NAMES)
    await sync()
    for (const name of NAMES) directory.put(name)
    await desk.advance(1)
    await sync()
    expect((await questions()).map(({ state }) => state)).not.toContain('open')
    expect(await answer(manager, 'confirm')).toEqual({ outcome: 'not-yours' })
    expect(await gone()).toEqual([])
  })

  test('confirmed they go; whoever is missing has no say', async () => {
    takeAway('甲', '乙', '丙', '丁')
    await sync()
    const [first] = crew
    if (!first) throw new Error('nobody')
    expect(await answer(first, 'confirm')).toEqual({ outcome: 'not-yours' })
    expect(await answer(manager, 'confirm')).toMatchObject({
      outcome: 'confirm',
      close: { words: 'directory.card_confirm' },
    })
    expect(await gone()).toEqual(['甲', '乙', '丙', '丁'].sort())
  })

  test('said to be a mistake they stay, until the directory knows them again and misses them again', async () => {
    takeAway('甲', '乙', '丙', '丁')
    await sync()
    expect(await answer(manager, 'keep')).toMatchObject({ outcome: 'keep' })
    await desk.advance(1)
    await sync()
    expect(await gone()).toEqual([])
    expect((await questions()).map(({ state }) => state)).toEqual(['done'])
    directory.put('甲')
    await desk.advance(1)
    await sync()
    takeAway('甲')
    await desk.advance(1)
    await sync()
    expect(await gone()).toEqual(['甲'])
  })

  test('one by one within the hour is at once', async () => {
    for (const name of ['甲', '乙', '丙', '丁']) {
      takeAway(name)
      await desk.advance(5)
      await sync()
    }
    expect(await gone()).toEqual(['甲', '乙', '丙'].sort())
    expect(await questions()).toMatchObject([
      { state: 'open', values: { count: 1, names: ['丁'] } },
    ])
    await desk.advance(60)
    await sync()
    expect(await gone()).toEqual(['甲', '乙', '丙'].sort())
    expect(await answer(manager, 'confirm')).toMatchObject({ outcome: 'confirm' })
    expect(await gone()).toEqual(['甲', '乙', '丙', '丁'].sort())
  })
})
