import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { residentFacts } from '../../../src/desk/residents/facts.ts'
import { findRoom, findRooms, type RoomFragment } from '../../../src/desk/residents/find-rooms.ts'
import { openTestDatabase, type TestDatabase } from '../../support/database.ts'
import { aRoom } from '../../support/desk/homes.ts'
import { aProject } from '../../support/desk/people.ts'
import { PROJECT } from '../../support/desk/staff.ts'
import { type DoWork, workOn } from '../../support/desk/work.ts'
import { recordingNotifier } from '../../support/recording-notifier.ts'

const NOW = '2026-11-21T10:00:00+08:00'
let database: TestDatabase
let doWork: DoWork

beforeAll(async () => {
  database = await openTestDatabase()
  const { db } = database
  doWork = await workOn(db, recordingNotifier())
  await aProject(db)
  await aProject(db, 'project-2')
  for (const code of [
    '3-1-501',
    '3-2-501',
    '3-2-502',
    '5-1-501',
    'A-1-1203',
    '2期3-1-801',
    '9-0-S1',
  ]) {
    await aRoom(db, code)
  }
  await aRoom(db, '3-2-501', 'project-2')
  await db.updateTable('room').set({ floor: 5 }).where('number', 'in', ['501', '502']).execute()
  // The plate of 5-1-501 reads 0501.
  await db.updateTable('room').set({ number: '0501' }).where('code', '=', '5-1-501').execute()
})
afterAll(() => database.close())

const find = (fragment: RoomFragment) =>
  doWork(NOW, async (work) => (await findRooms(work, PROJECT, fragment)).map((room) => room.label))

test.each([
  [{ building: '3', unit: '2', room: '501' }, ['3栋2单元501']],
  [{ building: '三号楼', unit: '二单元', room: '501室' }, ['3栋2单元501']],
  [{ building: '3', room: '501' }, ['3栋1单元501', '3栋2单元501']],
  [{ building: '03', unit: '02', room: '0501' }, ['3栋2单元501']],
  [{ room: '501' }, ['3栋1单元501', '3栋2单元501', '5栋1单元0501']],
  [{ room: '0501', building: '5' }, ['5栋1单元0501']],
  [{ building: 'a座', room: '1203' }, ['A栋1单元1203']],
  [{ building: '3', floor: '5' }, ['3栋1单元501', '3栋2单元501', '3栋2单元502']],
  [{ building: '3', unit: '2', floor: '五层' }, ['3栋2单元501', '3栋2单元502']],
  [{ building: '3', room: '801' }, ['2期3栋1单元801']],
  [{ building: '2期3', room: '801' }, ['2期3栋1单元801']],
  [{ building: '9', room: 's1' }, ['9栋S1']],
  [{ building: '4', room: '501' }, []],
  [{ floor: '哪层' }, []],
  [{}, []],
] as [RoomFragment, string[]][])('%j finds %j', async (fragment, labels) => {
  expect(await find(fragment)).toEqual(labels)
})

test('a fragment that fits very many rooms gives no more than a person can choose from', async () => {
  const db = database.db
  for (let number = 1; number <= 40; number++) await aRoom(db, `20-1-${1000 + number}`)
  expect(await find({ building: '20' })).toHaveLength(24)
})

describe('one room in full', () => {
  test.each([
    ['3-2-501', '3-2-501'],
    [' 3-2-501 ', '3-2-501'],
    ['3栋2单元501', '3-2-501'],
    ['３-２-０５０１', '3-2-501'],
    ['5-0501', '5-1-501'],
    ['A座1203室', 'A-1-1203'],
    ['9-S1', '9-0-S1'],
    // Two rooms of building 3 have this number.
    ['3-501', null],
    ['3-2-999', null],
    ['', null],
    ["'; DROP TABLE room; --", null],
    ['%', null],
    ['x'.repeat(100_000), null],
  ])('%j is %j', async (text, code) => {
    const room = await doWork(NOW, (work) => findRoom(work, PROJECT, text))
    expect(room?.code ?? null).toBe(code)
  })

  test('rooms of another project are not found', async () => {
    const room = await doWork(NOW, (work) => findRoom(work, 'project-2', '3-1-501'))
    expect(room).toBeNull()
  })
})

test('room_exists asks only the project of the conversation', async () => {
  const exists = (text: unknown, projectId: string) =>
    doWork(NOW, async (work) => await residentFacts['room_exists']?.answer(work, [text]), {
      kind: 'staff',
      corpId: 'corp-1',
      projectId,
      staffId: 's',
      conversationId: null,
    })
  expect(await exists('3-1-501', PROJECT)).toBe(true)
  expect(await exists('3-1-501', 'project-2')).toBe(false)
  expect(await exists(null, PROJECT)).toBe(false)
})
