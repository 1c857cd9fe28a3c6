import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Change } from '../../../src/desk/register/changes.ts'
import { lockRegister } from '../../../src/desk/register-lock.ts'
import { homesOfActor } from '../../../src/desk/residents/homes-of.ts'
import {
  BILL_HEAD,
  ITEM_HEAD,
  PEOPLE_HEAD,
  ROOM_HEAD,
  type RowsOf,
  SHIFT_HEAD,
  STAFF_HEAD,
} from '../../support/a-book.ts'
import { aChat } from '../../support/desk/people.ts'
import { workOn } from '../../support/desk/work.ts'
import { type ImportDesk, openImportDesk, problemsOf } from '../../support/import-desk.ts'
import { recordingNotifier } from '../../support/recording-notifier.ts'

let desk: ImportDesk
beforeEach(async () => {
  desk = await openImportDesk()
})
afterEach(() => desk.close())

const HOMES = [ROOM_HEAD, ['3', '2', '501', 5, 90], ['3', '2', '502', 5, 91]]

/** "修改 3栋2单元501: 建筑面积 90.00>91.00" for each change. */
function changesOf(changes: readonly Change[]): string[] {
  return changes.map(({ kind, action, label, differences }) => {
    const shown = differences.map(({ field, old, new: now }) => `${field} ${old}>${now}`).join(', ')
    return [kind, action, label, shown].filter(Boolean).join(' ')
  })
}

/** Takes the first book, then says what the second would change; and that a third time nothing is left to do. */
async function edit(
  first: Record<string, RowsOf>,
  second: Record<string, RowsOf>,
): Promise<string[]> {
  const start = await desk.take(first)
  expect(problemsOf(start.errors)).toEqual([])
  const preview = await desk.take(second, { dryRun: true })
  expect(problemsOf(preview.errors)).toEqual([])
  const answer = await desk.take(second)
  expect(changesOf(answer.changes)).toEqual(changesOf(preview.changes))
  expect(answer.counts).toEqual(preview.counts)
  const settled = await desk.everything()
  const again = await desk.take(second)
  expect(changesOf(again.changes)).toEqual([])
  expect(again.outcome).toBe('unchanged')
  expect(await desk.everything()).toEqual(settled)
  return changesOf(answer.changes)
}

const stays = async () => {
  const rows = await desk.database.db
    .selectFrom('occupancy')
    .innerJoin('person', 'person.id', 'occupancy.personId')
    .innerJoin('room', 'room.id', 'occupancy.roomId')
    .select(['room.code', 'person.name', 'relation', 'validFrom', 'validTo'])
    .orderBy('room.code')
    .orderBy('validFrom')
    .orderBy('person.name')
    .execute()
  return rows.map((row) => Object.values(row).join(' '))
}

test('a changed room shows old and new; empty cells change nothing, 无 empties', async () => {
  const head = [...ROOM_HEAD, '户型', '租金']
  const changes = await edit(
    {
      房屋: [
        head,
        ['3', '2', '501', 5, 90, '已入住', '两室', 1000],
        ['3', '2', '502', 5, 91, '', '', ''],
      ],
    },
    {
      房屋: [
        head,
        ['3', '2', '501', '', 90.5, '空闲', '无', 1200.5],
        ['3', '2', '0502', 5, 91, '', '', ''],
      ],
    },
  )
  expect(changes).toEqual([
    'room changed 3栋2单元501 户型 两室>null, 建筑面积 90.00>90.50, 租金 1000.00>1200.50, 房屋状态 已入住>空闲',
  ])
})

test('a building that learns its name, its floors and its lift', async () => {
  const head = ['楼栋', '单元', '房号', '总层数', '电梯']
  const changes = await edit(
    { 房屋: [head, ['3', '2', '501', '', '']] },
    { 房屋: [head, ['3号楼', '2', '501', 18, '有'], ['3号楼', '1', '501', 12, '无']] },
  )
  expect(changes).toEqual([
    'building changed 3栋 楼栋 3栋>3号楼, 总层数 null>18, 电梯 null>有',
    'unit added 3号楼1单元',
    'room added 3号楼1单元501',
  ])
})

test('a building that learns where it stands, and moves', async () => {
  const head = ['楼栋', '单元', '总层数', '经度', '纬度']
  const changes = await edit(
    { 楼栋: [head, ['3', '2', 18, '', '']] },
    { 楼栋: [head, ['3', '2', 18, '114.057868', 22.543099]] },
  )
  expect(changes).toEqual(['building changed 3栋 经度 null>114.057868, 纬度 null>22.543099'])
})

describe('from when the developer’s warranty counts', () => {
  const head = ['楼栋', '单元', '总层数', '竣工验收日期', '交付日期']

  test('a building learns its days, they are corrected, and 无 takes one back', async () => {
    expect(
      await edit(
        { 楼栋: [head, ['3', '2', 18, '', '']] },
        { 楼栋: [head, ['3', '2', 18, '2024-05-20', '2024年6月30日']] },
      ),
    ).toEqual(['building changed 3栋 竣工验收日期 null>2024-05-20, 交付日期 null>2024-06-30'])
    expect(
      await edit(
        { 楼栋: [head, ['5', '1', 18, '2024-05-20', '2024-06-30']] },
        { 楼栋: [head, ['5', '1', 18, '无', '2024-07-01']] },
      ),
    ).toEqual(['building changed 5栋 竣工验收日期 2024-05-20>null, 交付日期 2024-06-30>2024-07-01'])
  })

  test('an empty cell takes nothing back, and a new building begins with its days', async () => {
    const full = ['6', '1', 18, '2024-05-20', '2024-06-30']
    expect(await edit({ 楼栋: [head, full] }, { 楼栋: [head, ['6', '1', 18, '', '']] })).toEqual([])
  })
})

describe('from when the warranty of the grounds counts', () => {
  const head = ['项目名称', '竣工验收日期', '交付日期']

  test('the estate learns its days, they are corrected, and 无 takes one back', async () => {
    expect(
      await edit(
        { 项目: [head, ['我的小区', '', '']] },
        { 项目: [head, ['我的小区', '2024-05-20', '2024年6月30日']] },
      ),
    ).toEqual(['project changed 我的小区 竣工验收日期 null>2024-05-20, 交付日期 null>2024-06-30'])
    expect(
      await edit(
        { 项目: [head, ['我的小区', '2024-05-20', '2024-06-30']] },
        { 项目: [head, ['我的小区', '无', '2024-07-01']] },
      ),
    ).toEqual([
      'project changed 我的小区 竣工验收日期 2024-05-20>null, 交付日期 2024-06-30>2024-07-01',
    ])
  })

  test('an empty cell takes nothing back', async () => {
    const full = ['我的小区', '2024-05-20', '2024-06-30']
    const bare = ['我的小区', '', '']
    expect(await edit({ 项目: [head, full] }, { 项目: [head, bare] })).toEqual([])
  })
})

describe('people', () => {
  const book = (...people: (readonly unknown[])[]) => ({
    房屋: HOMES,
    业主: [PEOPLE_HEAD, ...people] as RowsOf,
  })

  test('a new phone of somebody in the room', async () => {
    const changes = await edit(
      book(['3-2-501', '张三', '业主', '13800000001']),
      book(['3-2-501', '张三', '业主', '13900000002']),
    )
    expect(changes).toEqual(['person changed 3栋2单元501 张三 手机号 ****0001>****0002'])
  })

  test('a mistyped name is mended by the phone, and nobody moves', async () => {
    const changes = await edit(
      book(['3-2-501', '张叁', '业主', '13800000001']),
      book(['3-2-501', '张三', '业主', '13800000001']),
    )
    expect(changes).toEqual(['person changed 3栋2单元501 张叁 姓名 张叁>张三'])
  })

  test('a phone shared by two people makes them neither one nor each other', async () => {
    const both = book(
      ['3-2-501', '张三', '业主', '13800000001'],
      ['3-2-501', '李四', '家属', '13800000001'],
    )
    expect(await edit(both, both)).toEqual([])
    expect((await desk.everything())['person']).toHaveLength(2)
  })

  test('somebody with two phones in two rooms does not change with every import', async () => {
    const both = book(
      ['3-2-501', '张三', '业主', '13800000001'],
      ['3-2-502', '张三', '业主', '13900000002'],
    )
    expect(await edit(both, both)).toEqual([])
  })

  test('a phone the book leaves out stays; one it adds is kept', async () => {
    const changes = await edit(
      book(['3-2-501', '张三', '业主', '13800000001'], ['3-2-502', '李四', '业主', '']),
      book(['3-2-501', '张三', '业主', '无'], ['3-2-502', '李四', '业主', '13900000002']),
    )
    expect(changes).toEqual(['person changed 3栋2单元502 李四 手机号 null>****0002'])
  })

  test('a tenant who buys: the old relation ends, the new one begins', async () => {
    const changes = await edit(
      book(['3-2-501', '旧主', '业主', '13800000001'], ['3-2-501', '王租', '租户', '13800000002']),
      book(['3-2-501', '王租', '业主', '13800000002']),
    )
    expect(changes).toEqual([
      'occupancy added 3栋2单元501 王租（业主）',
      'occupancy ended 3栋2单元501 旧主（业主） 迁出日期 null>2026-11-21',
    ])
  })

  test('a sold home: owner and family leave today, a tenant nobody speaks of stays', async () => {
    const changes = await edit(
      book(
        ['3-2-501', '旧主', '业主', '13800000001'],
        ['3-2-501', '旧妻', '家属', '13800000002'],
        ['3-2-501', '租客', '租户', '13800000003'],
      ),
      book(['3-2-501', '新主', '业主', '13800000004']),
    )
    expect(changes).toEqual([
      'person added 3栋2单元501 新主',
      'occupancy added 3栋2单元501 新主（业主）',
      'occupancy ended 3栋2单元501 旧主（业主） 迁出日期 null>2026-11-21',
      'occupancy ended 3栋2单元501 旧妻（家属） 迁出日期 null>2026-11-21',
    ])
    expect(await stays()).toEqual([
      '3-2-501 新主 owner 2026-11-21 ',
      '3-2-501 旧主 owner 2026-11-21 2026-11-21',
      '3-2-501 旧妻 family 2026-11-21 2026-11-21',
      '3-2-501 租客 tenant 2026-11-21 ',
    ])
  })

  test('a second owner who joins makes nobody leave; a book of tenants says nothing of owners', async () => {
    const changes = await edit(
      book(['3-2-501', '张三', '业主', '13800000001'], ['3-2-501', '旧租', '租户', '13800000009']),
      book(['3-2-501', '张三', '业主', '13800000001'], ['3-2-501', '李四', '业主', '13800000002']),
    )
    expect(changes).toEqual([
      'person added 3栋2单元501 李四',
      'occupancy added 3栋2单元501 李四（业主）',
    ])
    const tenants = await desk.take(book(['3-2-501', '新租', '租户', '13800000008']))
    expect(changesOf(tenants.changes)).toEqual([
      'person added 3栋2单元501 新租',
      'occupancy added 3栋2单元501 新租（租户）',
      'occupancy ended 3栋2单元501 旧租（租户） 迁出日期 null>2026-11-21',
    ])
  })

  test('a room of which the book names nobody keeps its people', async () => {
    const changes = await edit(
      book(['3-2-501', '张三', '业主'], ['3-2-502', '李四', '业主']),
      book(['3-2-501', '张三', '业主']),
    )
    expect(changes).toEqual([])
  })

  test('whom staff admitted by application is not ended by a book', async () => {
    const first = book(['3-2-501', '张三', '业主', '13800000001'])
    await desk.take(first)
    const { db } = desk.database
    const [known] = await db.selectFrom('occupancy').selectAll().execute()
    if (!known) throw new Error('no occupancy')
    await db
      .insertInto('person')
      .values({
        id: 'admitted',
        corpId: 'corp-1',
        projectId: known.projectId,
        name: '妹妹',
        createdAt: new Date(0),
      })
      .execute()
    await db
      .insertInto('occupancy')
      .values({ ...known, id: 'admitted', personId: 'admitted', source: 'apply' })
      .execute()
    expect((await desk.take(first)).outcome).toBe('unchanged')
  })

  test('dated stays: known by their first day, corrected, ended and kept as history', async () => {
    const changes = await edit(
      book(
        ['3-2-501', '前主', '业主', '13800000001', '2015-01-01', '2020-06-30'],
        ['3-2-501', '张三', '业主', '13800000002', '2020-07-01', ''],
        ['3-2-502', '李四', '业主', '13800000003', '2018-01-01', ''],
      ),
      book(
        ['3-2-501', '前主', '业主', '13800000001', '2015-01-01', '2020-07-01'],
        ['3-2-501', '张三', '业主', '13800000002', '2020-07-02', ''],
        ['3-2-502', '李四', '业主', '13800000003', '2018-01-01', '2026-12-31'],
        ['3-2-502', '王五', '业主', '13800000004', '2026-12-31', ''],
      ),
    )
    expect(changes).toEqual([
      'occupancy changed 3栋2单元501 前主（业主） 迁出日期 2020-06-30>2020-07-01',
      'occupancy changed 3栋2单元501 张三（业主） 入住日期 2020-07-01>2020-07-02',
      'person added 3栋2单元502 王五',
      'occupancy changed 3栋2单元502 李四（业主） 迁出日期 null>2026-12-31',
      'occupancy added 3栋2单元502 王五（业主）',
    ])
  })

  test('somebody who left and comes back has two stays', async () => {
    await desk.take(book(['3-2-501', '张三', '租户', '13800000001']))
    await desk.take(book(['3-2-501', '李四', '租户', '13800000002']))
    desk.clock.set(new Date('2026-12-05T09:00:00+08:00'))
    const answer = await desk.take(book(['3-2-501', '张三', '租户', '13800000001']))
    expect(changesOf(answer.changes)).toEqual([
      'occupancy added 3栋2单元501 张三（租户）',
      'occupancy ended 3栋2单元501 李四（租户） 迁出日期 null>2026-12-05',
    ])
    expect((await desk.everything())['person']).toHaveLength(2)
  })

  test('rights may be given and taken one by one', async () => {
    const head = [...PEOPLE_HEAD, '可查费用', '可投票']
    const with_ = (see: string, vote: string) => ({
      房屋: HOMES,
      业主: [head, ['3-2-501', '租客', '租户', '', '', '', see, vote]] as RowsOf,
    })
    const changes = await edit(with_('否', ''), with_('是', '是'))
    expect(changes).toEqual([
      'occupancy changed 3栋2单元501 租客（租户） 可查费用 否>是, 可投票 否>是',
    ])
  })

  test('rights end the minute the home is sold', async () => {
    await desk.take(book(['3-2-501', '旧主', '业主', '13800000001']))
    const { db } = desk.database
    const [stay] = await db.selectFrom('occupancy').selectAll().execute()
    if (!stay) throw new Error('no occupancy')
    const { projectId, personId, roomId } = stay
    await db
      .insertInto('binding')
      .values({
        id: 'b1',
        corpId: 'corp-1',
        projectId,
        channel: 'wecom-kf',
        externalUserId: 'u-old',
        conversationId: 'c',
        personId,
        roomId,
        relation: 'owner',
        source: 'CODE',
        status: 'ACTIVE',
        requestedAt: new Date(0),
      })
      .execute()
    const doWork = await workOn(db, recordingNotifier())
    const homes = () => doWork(desk.clock.now(), homesOfActor, aChat('u-old', projectId))
    expect(await homes()).toHaveLength(1)
    await desk.take(book(['3-2-501', '新主', '业主', '13800000002']))
    expect(await homes()).toHaveLength(0)
  })
})

test('staff change in place; who is not named stays', async () => {
  const homes = { 房屋: HOMES }
  const changes = await edit(
    {
      ...homes,
      员工: [
        STAFF_HEAD,
        ['zw', '张伟', '13800000001', '维修工', '水电', '3栋'],
        ['ln', '李娜', '13800000002', '客服', '', ''],
      ],
    },
    {
      ...homes,
      员工: [STAFF_HEAD, ['ZW', '张伟', '13900000003', '维修工、班组长', '弱电', '无']],
    },
  )
  expect(changes).toEqual([
    'staff changed 张伟（zw） 手机号 ****0001>****0003, 角色 维修工>维修工、班组长, 工种 水电>弱电, 负责楼栋 3>',
  ])
  expect((await desk.everything())['staff']).toHaveLength(2)
})

test('staff who have left lose their place from that day, not before', async () => {
  const head = [...STAFF_HEAD, '离职日期']
  const staff = (left: string) => ({ 员工: [head, ['zw', '张伟', '', '维修工', '', '', left]] })
  await desk.take(staff(''))
  const later = await desk.take(staff('2026-12-01'))
  expect(later.outcome).toBe('unchanged')
  expect(problemsOf(later.warnings)).toEqual(['员工 2 离职日期 left_later 2026-12-01'])
  const left = await desk.take(staff('2026-11-20'))
  expect(changesOf(left.changes)).toEqual(['staff changed 张伟（zw） 离职日期 null>2026-11-20'])
  const back = await desk.take(staff('无'))
  expect(changesOf(back.changes)).toEqual(['staff changed 张伟（zw） 离职日期 2026-11-20>null'])
})

test('the roster of a day the book names is the whole roster of that day', async () => {
  const staff = { 员工: [STAFF_HEAD, ['zw', '张伟', '', '维修工'], ['ln', '李娜', '', '维修工']] }
  const shifts = (...rows: string[][]) => ({ ...staff, 值班: [SHIFT_HEAD, ...rows] })
  const changes = await edit(
    shifts(
      ['zw', '2026-11-21', '2026-11-22', '08:00', '17:00', '值班'],
      ['ln', '2026-11-21', '', '17:00', '08:00', '值班'],
    ),
    shifts(
      ['zw', '2026-11-21', '', '09:00', '18:00', '值班'],
      ['ln', '2026-11-21', '', '17:00', '08:00', '备班'],
    ),
  )
  expect(changes.sort()).toEqual([
    'shift added 张伟 2026-11-21 09:00–18:00',
    'shift changed 李娜 2026-11-21 17:00–08:00 类型 值班>备班',
    'shift removed 张伟 2026-11-21 08:00–17:00',
  ])
})

test('fee items and bills change in place; paid less than known is worth a look', async () => {
  const book = (price: string, amount: string, paid: string) => ({
    房屋: HOMES,
    收费项目: [ITEM_HEAD, ['WY', '物业费', '周期', '面积×单价', price, 20]],
    账单: [BILL_HEAD, ['3-2-501', 'WY', '2026-10', amount, paid, '业主']],
  })
  const changes = await edit(book('1.3', '142.93', '42.93'), book('1.35', '147.66', '147.66'))
  expect(changes).toEqual([
    'fee_item changed 物业费 单价 1.3>1.35',
    'bill changed 3-2-501 2026-10 物业费 应收金额 142.93>147.66, 已收金额 42.93>147.66',
  ])
  const back = await desk.take(book('1.35', '147.66', '0'))
  expect(problemsOf(back.warnings)).toEqual(['账单 2 已收金额 paid_less 3-2-501 2026-10 物业费'])
  const [bill] = (await desk.everything())['bill'] as readonly { state: string }[]
  expect(bill?.state).toBe('UNPAID')
})

test('an amount lowered below what was paid is refused; a cancelled bill is left alone', async () => {
  const book = (amount: string, paid?: string) => ({
    房屋: HOMES,
    收费项目: [ITEM_HEAD, ['WY', '物业费', '周期']],
    账单: [BILL_HEAD, ['3-2-501', 'WY', '2026-10', amount, paid ?? '', '业主']],
  })
  await desk.take(book('100', '60'))
  expect(problemsOf((await desk.take(book('50'))).errors)).toEqual([
    '账单 2 已收金额 paid_too_much 3-2-501 2026-10 物业费',
  ])
  await desk.database.db.updateTable('bill').set({ state: 'CANCELLED' }).execute()
  const answer = await desk.take(book('200'))
  expect(answer.outcome).toBe('unchanged')
  expect(problemsOf(answer.warnings)).toEqual(['账单 2 账期 bill_cancelled 3-2-501 2026-10 物业费'])
})

describe('projects', () => {
  const book = { 房屋: [ROOM_HEAD, ['3', '2', '501']] }

  test('the only one is meant, a named one is made, several must be named', async () => {
    expect((await desk.take(book)).project).toMatchObject({ name: '我的小区', isNew: true })
    expect((await desk.take(book)).project).toMatchObject({ name: '我的小区', isNew: false })
    expect(await desk.take(book, { projectName: '二期' })).toMatchObject({
      outcome: 'imported',
      project: { name: '二期', isNew: true },
    })
    const unclear = await desk.take(book)
    expect(problemsOf(unclear.errors)).toEqual(['which_project'])
    expect(unclear.errors[0]?.message).toContain('我的小区、二期')
    expect(await desk.take(book, { corpId: 'corp-2' })).toMatchObject({ outcome: 'imported' })
  })

  test('a new one is given its calendars and promised times, once', async () => {
    const { project } = await desk.take(book)
    const policies = () =>
      desk.database.db
        .selectFrom('sla_policy')
        .select('id')
        .where('projectId', '=', project?.id ?? '')
        .execute()
    const seeded = (await policies()).length
    expect(seeded).toBeGreaterThan(0)
    await desk.take(book)
    expect(await policies()).toHaveLength(seeded)
  })
})

test('two imports of one book at once: one waits, and everything is there once', async () => {
  const rows = Array.from({ length: 300 }, (_, index) => [
    '1',
    '1',
    String(101 + index),
    '',
    '',
    '',
    `人${index}`,
    String(13800000000 + index),
  ])
  const book = { 房屋: [[...ROOM_HEAD, '业主姓名', '手机号'], ...rows] }
  const answers = await Promise.all([desk.take(book), desk.take(book), desk.take(book)])
  expect(answers.map((answer) => answer.outcome).sort()).toEqual([
    'imported',
    'unchanged',
    'unchanged',
  ])
  const all = await desk.everything()
  expect(
    [all['project'], all['room'], all['person'], all['occupancy']].map((table) => table?.length),
  ).toEqual([1, 300, 300, 300])
})

test('an import that has to wait says so, and goes on when the other is done', async () => {
  const book = { 房屋: [ROOM_HEAD, ['1', '1', '101']] }
  const heard: string[] = []
  const other = signal()
  const told = signal()
  const holding = desk.database.db.transaction().execute(async (tx) => {
    await lockRegister(tx, 'corp-1')
    other.give()
    await told.given
    expect(await tx.selectFrom('room').select('id').execute()).toEqual([])
  })
  await other.given
  const answer = desk.take(book, {
    onProgress({ phase }) {
      heard.push(phase)
      told.give()
    },
  })
  await holding
  expect((await answer).outcome).toBe('imported')
  expect(heard[0]).toBe('waiting')
  const elsewhere: string[] = []
  await desk.take(book, { corpId: 'corp-2', onProgress: ({ phase }) => elsewhere.push(phase) })
  expect(elsewhere).not.toContain('waiting')
})

function signal() {
  let give: () => void = () => undefined
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  return { given, give: () => give() }
}

test('a book larger than a batch is taken whole, whatever the order of its rows', async () => {
  const rows = Array.from({ length: 2500 }, (_, index) => [
    String((index % 7) + 1),
    '1',
    String(Math.floor(index / 7) + 101),
  ])
  const people = rows.map(([building, unit, number], index) => [
    `${building}-${unit}-${number}`,
    `人${index % 900}`,
    '业主',
    String(13800000000 + (index % 900)),
  ])
  const book = { 业主: [PEOPLE_HEAD, ...people.reverse()], 房屋: [ROOM_HEAD, ...rows] }
  const progress: string[] = []
  const answer = await desk.take(book, {
    onProgress: ({ phase, done, total }) => progress.push(`${phase} ${done} ${total ?? ''}`),
  })
  expect(answer.counts).toMatchObject({
    room: { added: 2500 },
    person: { added: 900 },
    occupancy: { added: 2500 },
  })
  expect(progress).toContain('reading 1000 ')
  expect(progress.at(-1)).toBe('writing 5000 5000')
  expect((await desk.take(book)).outcome).toBe('unchanged')
})
