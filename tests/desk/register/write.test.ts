import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { guarded } from '../../../src/desk/register/guarded.ts'
import { exportBook } from '../../../src/desk/register/write/export-book.ts'
import { writeTemplate } from '../../../src/desk/register/write/write-template.ts'
import {
  BILL_HEAD,
  ITEM_HEAD,
  PATTERN_HEAD,
  PEOPLE_HEAD,
  ROOM_HEAD,
  SHIFT_HEAD,
  STAFF_HEAD,
} from '../../support/a-book.ts'
import { type ImportDesk, openImportDesk, problemsOf } from '../../support/import-desk.ts'

let desk: ImportDesk
let folder: string
beforeEach(async () => {
  desk = await openImportDesk()
  folder = await mkdtemp(join(tmpdir(), 'guanjia-books-'))
})
afterEach(async () => {
  await desk.close()
  await rm(folder, { recursive: true })
})

async function open(path: string): Promise<ExcelJS.Workbook> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.readFile(path)
  return book
}

function headersOf(book: ExcelJS.Workbook, sheet: string): string[] {
  const values = (book.getWorksheet(sheet)?.getRow(1).values ?? []) as string[]
  return values.slice(1)
}

test('the template has the sheets and headers people expect', async () => {
  const path = join(folder, 'template.xlsx')
  await writeTemplate(path, desk.deps.rules.register)
  const book = await open(path)
  expect(book.worksheets.map((sheet) => sheet.name)).toEqual([
    '说明',
    '项目',
    '楼栋',
    '房屋',
    '业主',
    '外包单位',
    '员工',
    '班组',
    '证书',
    '排班',
    '值班',
    '收费项目',
    '房屋收费',
    '账单',
    '缴费记录',
    '维修价目',
  ])
  expect(headersOf(book, '员工')).toEqual([
    '账号',
    '姓名',
    '手机号',
    '角色',
    '工种',
    '负责楼栋',
    '班组',
    '在手上限',
    '用工方式',
    '外包单位',
    '替班人',
  ])
  expect(headersOf(book, '证书')).toEqual(['员工', '证书', '编号', '有效期至'])
  expect(headersOf(book, '业主').slice(0, 7)).toEqual([
    '房屋',
    '姓名',
    '身份',
    '手机号',
    '身份证号',
    '性别',
    '入住日期',
  ])
  const notes = book.getWorksheet('说明')
  const said: Record<string, string> = {}
  notes?.eachRow((row) => {
    said[row.getCell(1).text] = row.getCell(2).text
  })
  expect(said['员工 · 角色']).toBe('维修工、班组长、管家、客服、调度、经理')
  expect(said['证书 · 证书']).toBe(
    '电工证、焊工证、高处作业证、电梯作业证、锅炉证、消防设施操作员证',
  )
  expect(said['员工 · 工种']).toBe('水电、弱电、土建、电梯、保洁、绿化、秩序')
})

test('roles and trades are offered as lists, and codes stay texts', async () => {
  const path = join(folder, 'template.xlsx')
  await writeTemplate(path, desk.deps.rules.register)
  const sheet = (await open(path)).getWorksheet('员工')
  expect(sheet?.getCell('D2').dataValidation).toMatchObject({
    type: 'list',
    formulae: ['"维修工,班组长,管家,客服,调度,经理"'],
  })
  expect(sheet?.getCell('E100').dataValidation.formulae).toEqual([
    '"水电,弱电,土建,电梯,保洁,绿化,秩序"',
  ])
  expect(sheet?.getColumn(3).numFmt).toBe('@')
})

test('an empty template imports as nothing, a filled one as it was filled', async () => {
  const path = join(folder, 'template.xlsx')
  await writeTemplate(path, desk.deps.rules.register)
  expect(await desk.take(await readFile(path))).toMatchObject({ outcome: 'unchanged', errors: [] })
  const book = await open(path)
  book.getWorksheet('房屋')?.addRow(['3栋', '2', '501', 5, '住宅', '两室', 94.56])
  book.getWorksheet('楼栋')?.addRow(['3栋', '1', 18, '有', 114.0579, '22.5431'])
  book.getWorksheet('业主')?.addRow(['3-2-501', '张三', '业主', '13800000001'])
  book.getWorksheet('员工')?.addRow(['zw', '张伟', '13800000002', '维修工', '水电', '3栋'])
  const answer = await desk.take(Buffer.from(await book.xlsx.writeBuffer()))
  expect(problemsOf(answer.errors)).toEqual([])
  expect(answer.counts).toMatchObject({
    building: { added: 1 },
    unit: { added: 2 },
    room: { added: 1 },
    staff: { added: 1 },
  })
  expect((await desk.everything())['building']).toMatchObject([
    { floorsAbove: 18, hasLift: true, longitude: 114.0579, latitude: 22.5431 },
  ])
})

const FULL = {
  项目: [
    ['项目名称', '竣工验收日期', '交付日期'],
    ['我的小区', '2019-11-20', '2019-12-25'],
  ],
  楼栋: [
    ['楼栋', '单元', '总层数', '电梯'],
    ['3号楼', '2', 18, '有'],
    ['3号楼', '3', '', ''],
    ['会所', '', 2, '无'],
  ],
  车位信息: [
    ['停车场编号', '车位编码', '面积', '业主编号'],
    ['1', 'C001', '12.5', ''],
  ],
  房屋: [
    [...ROOM_HEAD, '电梯', '户型', '租金', '交付日期', '房屋类型'],
    ['3号楼', '2', '0501', 5, 94.56, '已入住', '有', '三室两厅', 1200.5, '2020-01-01', '住宅'],
    ['A座', '', 'S01', '', '', '', '', '', '', '', '商铺'],
    ['10', '1', '101', -1, 80],
  ],
  业主: [
    [...PEOPLE_HEAD, '身份证号', '性别', '可查费用'],
    ['3-2-501', '=1+1', '业主', '13800000001', '2015-01-01', '2020-07-01', 'A1234567', '男', '否'],
    ['3-2-501', "'引号", '业主', '13800000002', '2020-07-01', '', '', '女', ''],
    ['3-2-501', '李四', '租户', '', '2024-01-01', '2027-01-01'],
    ['A-S01', '同名', '业主', ''],
    ['10-1-101', '同名', '业主', ''],
    ['10-1-101', '一家', '家属', '13800000002'],
  ],
  员工: [
    [...STAFF_HEAD, '班组', '在手上限', '用工方式', '外包单位', '替班人'],
    [
      'zw',
      '张伟',
      '13800000003',
      '维修工、班组长',
      '水电、弱电',
      '3、A',
      '一班',
      5,
      '外包',
      '=通力',
      'ln',
    ],
    ['ln', '@李娜', '', '客服', '', '', '', '', '', '', ''],
  ],
  外包单位: [
    ['单位名称', '单位类别', '联系人', '单位电话', '合同编号', '工作范围', '合同起', '合同止'],
    ['=通力', '维保', '+赵工', '0571-88001234', 'HT-1', '电梯、水电', '2026-01-01', '2026-12-31'],
    ['@远大', '开发商', '', '0571-88005678', '', '', '', ''],
    ['=通力', '', '', '', 'HT-2', '', '2027-01-01', '无'],
    ['远大开发', '开发商', '', '', 'KF-1', '', '', ''],
  ],
  证书: [
    ['员工', '证书', '编号', '有效期至'],
    ['zw', '电工证', '=T-1', '2027-01-31'],
    ['@李娜', '消防设施操作员证', '', '无'],
  ],
  排班: [
    [...PATTERN_HEAD, '节假日', '停用日期', '轮换', '轮换天数或周数', '轮换起始日', '轮换起始人'],
    ['白班', '一班', '', '周一至周五', '08:00', '17:30', '', '', '只在工作日', '', '', '', '', ''],
    [
      '夜班',
      '',
      'ln、zw',
      '每天',
      '20:00',
      '08:00',
      '备班',
      '3-2',
      '',
      '2027-06-01',
      '按周轮',
      2,
      '2026-11-23',
      'zw',
    ],
  ],
  值班: [
    [...SHIFT_HEAD, '区域'],
    ['zw', '2026-11-21', '2026-11-23', '20:00', '08:00', '值班', '3-2、A'],
    ['zw', '2026-11-24', '', '00:00', '24:00', '备班', ''],
  ],
  收费项目: [
    [...ITEM_HEAD, '费用类型', '出账周期', '付费方式', '最少缴费月数', '付款人', '计费开始日期'],
    [
      'WY',
      '物业费（住宅）',
      '周期',
      '1001',
      '1.3555',
      '20.01',
      '物业费',
      '每半年',
      '后付费',
      6,
      '租户',
      '2020-01-01',
    ],
    ['SF', '水费', '抄表', '', '', ''],
    ['XX', '杂费', '一次性', '按实际发生', '', ''],
  ],
  房屋收费: [
    ['房屋', '收费项目', '计费开始日期', '计费结束日期'],
    ['3-2-501', 'WY', '2020-02-01', '2030-01-01'],
    ['A-S01', '水费', '', ''],
  ],
  缴费记录: [
    [
      '房屋',
      '收费项目',
      '月数',
      '费用开始日期',
      '费用结束日期',
      '缴费日期',
      '应缴金额',
      '实缴金额',
      '收银员',
      '备注',
    ],
    ['3-2-501', 'WY', 1, '2026-10-01', '2026-10-31', '2026-10-05', '100', '50.01', '张三', '现金'],
    ['A-S01', 'SF', '', '2026-07-01', '2026-09-30', '', '', '0.50', '', ''],
    ['9-9-999', '无此项', '', '2016-01-01', '2017-01-01', '', '', '1000', '', ''],
  ],
  账单: [
    BILL_HEAD,
    ['3-2-501', 'WY', '2026-10', '142.93', '42.93', '业主', '2026-10-31', '94.56㎡×1.3元'],
    ['A-S01', 'SF', '2026-Q3', '0.29', '', '租户', '', ''],
  ],
}

async function exported(withNumbers: boolean): Promise<{ path: string; projectId: string }> {
  const path = join(folder, `export-${withNumbers}.xlsx`)
  const [project] = (await desk.everything())['project'] as readonly { id: string }[]
  const projectId = project?.id ?? ''
  const actor = { kind: 'system', name: 'test' } as const
  const deps = { ...desk.deps, now: desk.clock.now(), actor }
  await exportBook(deps, { corpId: 'corp-1', projectId, path, withNumbers })
  return { path, projectId }
}

test.each([true, false])(
  'what is exported imports again without a difference (phones and numbers: %s)',
  async (withNumbers) => {
    expect(problemsOf((await desk.take(FULL)).errors)).toEqual([])
    const before = await desk.everything()
    const { path } = await exported(withNumbers)
    const firms = JSON.stringify((await open(path)).getWorksheet('外包单位')?.getSheetValues())
    expect(firms.includes('0571-88001234')).toBe(withNumbers)
    desk.clock.set(new Date('2026-12-24T10:00:00+08:00'))
    const answer = await desk.take(await readFile(path))
    expect(problemsOf(answer.errors)).toEqual([])
    expect(answer.changes).toEqual([])
    expect(answer.outcome).toBe('unchanged')
    const after = await desk.everything()
    expect({ ...after, audit_log: [] }).toEqual({ ...before, audit_log: [] })
  },
)

test('a register exported into an empty database becomes the same register', async () => {
  await desk.take(FULL)
  const { path } = await exported(true)
  const other = await openImportDesk()
  const answer = await other.take(await readFile(path))
  expect(problemsOf(answer.errors)).toEqual([])
  const bare = (all: Awaited<ReturnType<ImportDesk['everything']>>) =>
    [
      'project',
      'building',
      'unit',
      'room',
      'person',
      'occupancy',
      'staff',
      'team',
      'certificate',
      'contractor',
      'contractor_agreement',
      'roster_pattern',
      'roster_shift',
      'fee_item',
      'bill',
      'room_fee',
      'fee_payment',
    ].map((table) =>
      (all[table] as readonly Record<string, unknown>[])
        .map((row) =>
          JSON.stringify(
            Object.entries(row).filter(
              ([column]) => !/^id$|Id$|Ids$|Enc$|At$|^areas$/.test(column),
            ),
          ),
        )
        .sort(),
    )
  expect(bare(await other.everything())).toEqual(bare(await desk.everything()))
  await other.close()
})

test('exported names are never computed, and numbers stay out unless asked for', async () => {
  await desk.take(FULL)
  const { path } = await exported(false)
  const book = await open(path)
  const people = book.getWorksheet('业主')
  const cells: unknown[] = []
  people?.eachRow((row) => row.eachCell((cell) => cells.push(cell.value)))
  expect(cells).toContain("'=1+1")
  expect(cells).toContain("''引号")
  expect(cells.every((value) => typeof value !== 'object')).toBe(true)
  expect(JSON.stringify(cells)).not.toMatch(/1380000/)
  const acts = (await desk.everything())['audit_log'] as readonly {
    action: string
    detail: object
  }[]
  expect(acts.find((act) => act.action === 'register.export')?.detail).toEqual({
    withNumbers: false,
  })
  expect((await stat(path)).size).toBeGreaterThan(0)
})

test.each([
  ['=1+1', "'=1+1"],
  ['+86', "'+86"],
  ['-1', "'-1"],
  ['@x', "'@x"],
  ['\tx', "'\tx"],
  ["'x", "''x"],
  ['张三=', '张三='],
])('%j is written %j', (text, written) => {
  expect(guarded(text)).toBe(written)
})

test.each([
  ['exchanged', '22.5431', '114.0579'],
  ['in words', '东经114度', '北纬22度'],
  ['without end', '9'.repeat(5000), '1e9'],
])(
  'coordinates that are %s are pointed out, and nothing is taken',
  async (_name, longitude, latitude) => {
    const path = join(folder, 'coordinates.xlsx')
    await writeTemplate(path, desk.deps.rules.register)
    const book = await open(path)
    book.getWorksheet('楼栋')?.addRow(['8栋', '1', 18, '有', longitude, latitude])
    const answer = await desk.take(Buffer.from(await book.xlsx.writeBuffer()))
    expect(problemsOf(answer.errors).join()).toMatch(/经度 degrees .*纬度 degrees /s)
    expect(answer.errors).toHaveLength(2)
  },
)

test.each([
  ['a day that does not exist', '2024-02-30'],
  ['words', '去年夏天'],
  ['without end', '2'.repeat(5000)],
  ['a formula', '=TODAY()'],
  ['long ago', '1024-06-30'],
])('a day of delivery that is %s is pointed out, and nothing is taken', async (_name, day) => {
  const answer = await takeBuildings(['8栋', '1', 18, '有', '', '', '', day])
  expect(problemsOf(answer.errors).join()).toMatch(/交付日期 day /)
  expect(answer.errors).toHaveLength(1)
})

test('days that contradict each other are worth a look', async () => {
  const answer = await takeBuildings(
    ['9栋', '1', 18, '有', '', '', '2024-07-01', '2024-06-30'],
    ['9栋', '2', 18, '有', '', '', '', '2024-08-30'],
  )
  expect(answer.errors).toEqual([])
  expect(answer.warnings.map(({ message }) => message)).toEqual([
    '交付日期 2024-06-30 早于竣工验收日期 2024-07-01，请核对。',
    '同一楼栋写了两个日期：2024-06-30、2024-08-30，按前一个登记，请核对。',
  ])
})

async function takeBuildings(...rows: readonly unknown[][]) {
  const path = join(folder, 'days.xlsx')
  await writeTemplate(path, desk.deps.rules.register)
  const book = await open(path)
  for (const row of rows) book.getWorksheet('楼栋')?.addRow(row)
  return await desk.take(Buffer.from(await book.xlsx.writeBuffer()))
}
