import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { currentConsent } from '../../../src/desk/residents/consent.ts'
import { homesOfActor } from '../../../src/desk/residents/homes-of.ts'
import { issueCode } from '../../../src/desk/residents/issue-code.ts'
import { redeemCode } from '../../../src/desk/residents/redeem-code.ts'
import { aChat } from '../../support/desk/people.ts'
import { actorOf, aStaffMember } from '../../support/desk/staff.ts'
import { workOn } from '../../support/desk/work.ts'
import { type ImportDesk, openImportDesk, problemsOf } from '../../support/import-desk.ts'
import { recordingNotifier } from '../../support/recording-notifier.ts'
import { testSeals } from '../../support/seals.ts'

const bookOf = (name: string) => readFile(new URL(`../../fixtures/estate/${name}`, import.meta.url))
let desk: ImportDesk

beforeAll(async () => {
  desk = await openImportDesk()
})
afterAll(() => desk.close())

test('the room book of other people is imported as it is', async () => {
  const preview = await desk.take(await bookOf('importRoom.xlsx'), { dryRun: true })
  expect(preview).toMatchObject({ outcome: 'previewed', changeCount: 5, errors: [], warnings: [] })
  expect((await desk.everything())['project']).toEqual([])

  const answer = await desk.take(await bookOf('importRoom.xlsx'), { projectName: '幸福里' })
  expect(answer).toMatchObject({
    outcome: 'imported',
    project: { name: '幸福里', isNew: true },
    counts: { room: { added: 1 }, person: { added: 1 }, occupancy: { added: 1 } },
    errorCount: 0,
    warningCount: 0,
  })
  const all = await desk.everything()
  expect(all['building']).toMatchObject([
    { code: '1', name: '1栋', floorsAbove: 33, hasLift: true },
  ])
  expect(all['unit']).toMatchObject([{ code: '1' }])
  expect(all['room']).toMatchObject([
    {
      code: '1-1-1001',
      number: '1001',
      floor: 1,
      kind: 'residence',
      layout: null,
      grossArea: '94.56',
      innerArea: '94.56',
      rentFen: null,
      status: 'occupied',
    },
  ])
  const [person] = all['person'] as readonly Record<string, string>[]
  expect(person).toMatchObject({ name: '吴学文', gender: 'male', phoneLast4: '1443' })
  expect(testSeals.open(person?.['phoneEnc'] ?? '')).toBe('13800091443')
  expect(testSeals.open(person?.['idNoEnc'] ?? '')).toBe('110101199001011000')
  expect(all['occupancy']).toMatchObject([
    {
      relation: 'owner',
      validFrom: '2026-11-21',
      validTo: null,
      canSeeFees: true,
      canVote: true,
      source: 'import',
    },
  ])
  expect(all['import_job']).toMatchObject([{ file: 'book.xlsx' }])
  expect(JSON.stringify([all['import_job'], all['audit_log']])).not.toMatch(/13800091443|吴学文/)
})

test('a second import of the same book changes nothing, the next day neither', async () => {
  const before = await desk.everything()
  for (const day of ['2026-11-21', '2026-11-22']) {
    desk.clock.set(new Date(`${day}T15:00:00+08:00`))
    const answer = await desk.take(await bookOf('importRoom.xlsx'))
    expect(answer).toMatchObject({
      outcome: 'unchanged',
      changeCount: 0,
      project: { name: '幸福里' },
    })
  }
  expect(await desk.everything()).toEqual(before)
})

test('its owner is bound by code and has the home', async () => {
  const { db } = desk.database
  const doWork = await workOn(db, recordingNotifier())
  const [project] = (await desk.everything())['project'] as readonly { id: string }[]
  const projectId = project?.id ?? ''
  const steward = await aStaffMember(db, { name: '孙管家', roles: ['steward'], projectId })
  const now = desk.clock.now()
  await doWork(
    now,
    (work) => issueCode(work, { room: '1栋1单元1001', name: '吴学文' }, () => '246810'),
    actorOf(steward, projectId),
  )
  const owner = aChat('u-wu', projectId)
  await doWork(
    now,
    (work) => redeemCode(work, '246810', currentConsent(work.rules.residents)),
    owner,
  )
  const homes = await doWork(now, homesOfActor, owner)
  expect(homes).toMatchObject([{ label: '1栋1单元1001', relation: 'owner', canSeeFees: true }])
})

describe('the book of five sheets that refer to each other by code', () => {
  let other: ImportDesk
  beforeAll(async () => {
    other = await openImportDesk()
  })
  afterAll(() => other.close())

  test('is imported as it is: buildings, rooms, and the owners that rooms name by code', async () => {
    const answer = await other.take(await bookOf('hc.xlsx'), { projectName: '恒创' })
    expect(problemsOf(answer.errors)).toEqual([])
    expect(answer.counts).toMatchObject({
      building: { added: 14 },
      unit: { added: 26 },
      room: { added: 9 },
      person: { added: 5 },
      occupancy: { added: 5 },
    })
    const codes = answer.warnings.filter(({ reason }) => reason === 'owner_unknown')
    expect(problemsOf(codes)).toEqual([
      '房屋信息 7 业主编号 owner_unknown 6',
      '房屋信息 8 业主编号 owner_unknown 7',
      '房屋信息 9 业主编号 owner_unknown 8',
    ])
    expect(codes[0]?.message).toBe('没有编号为 6 的业主。房屋已导入，没有住户。')
    const rows = await other.database.db
      .selectFrom('room')
      .leftJoin('occupancy', 'occupancy.roomId', 'room.id')
      .leftJoin('person', 'person.id', 'occupancy.personId')
      .select(['room.code', 'room.kind', 'room.grossArea', 'person.name', 'person.phoneLast4'])
      .orderBy('room.code')
      .execute()
    expect(rows.map((row) => Object.values(row))).toEqual([
      ['1-1-1011', 'residence', '94.56', '吴学文', '9999'],
      ['1-1-1012', 'residence', '94.56', '张三1', '9991'],
      ['1-1-1013', 'residence', '94.56', '张三2', '9992'],
      ['1-1-1014', 'residence', '94.56', '张三3', '9993'],
      ['1-1-1021', 'residence', '94.56', '张三4', '9994'],
      ['1-1-1022', 'residence', '94.56', null, null],
      ['1-1-1023', 'residence', '94.56', null, null],
      ['1-1-1024', 'residence', '94.56', null, null],
      ['停车场1-0-C0001', 'parking', '98.32', null, null],
    ])
    const buildings = (await other.everything())['building']
    expect(buildings).toContainEqual(
      expect.objectContaining({ code: '13', name: '13栋', floorsAbove: 33, hasLift: true }),
    )
    expect(buildings).toContainEqual(
      expect.objectContaining({ code: '停车场1', name: '停车场1', floorsAbove: null }),
    )
  })

  test('changes nothing the second time, the next day neither', async () => {
    const before = await other.everything()
    other.clock.set(new Date('2026-11-22T15:00:00+08:00'))
    const answer = await other.take(await bookOf('hc.xlsx'))
    expect(answer).toMatchObject({ outcome: 'unchanged', changeCount: 0 })
    expect(await other.everything()).toEqual(before)
  })
})
