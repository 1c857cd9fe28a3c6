/** Teams, stand-ins, certificates and weekly hours, as an office writes them into a book. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readPlan } from '../../../src/desk/roster/read-plan.ts'
import { standingsAt } from '../../../src/desk/roster/standings.ts'
import {
  CERTIFICATE_HEAD,
  PATTERN_HEAD,
  ROOM_HEAD,
  SHIFT_HEAD,
  STAFF_HEAD,
} from '../../support/a-book.ts'
import { type ImportDesk, openImportDesk, problemsOf } from '../../support/import-desk.ts'

let desk: ImportDesk
beforeEach(async () => {
  desk = await openImportDesk()
})
afterEach(() => desk.close())

const HOMES = {
  房屋: [ROOM_HEAD, ['3', '2', '501'], ['3', '1', '101'], ['4', '', '101']],
}
const PEOPLE = [
  [...STAFF_HEAD, '班组', '在手上限', '用工方式', '替班人'],
  ['zw', '张伟', '', '维修工', '水电', '3栋2单元、4', '一班', 3, '外包', '李军'],
  ['lj', '李军', '', '维修工', '水电', '', '一班', '', '自有', ''],
  ['wf', '王芳', '', '班组长', '', '', '一班', '', '', ''],
] as const
type Row = Record<string, unknown>
const rows = async (table: string) => (await desk.everything())[table] as readonly Row[]
const changesOf = (answer: Awaited<ReturnType<ImportDesk['take']>>) =>
  answer.changes.map(({ kind, action, label, differences }) =>
    [
      `${kind} ${action} ${label}`,
      ...differences.map((one) => `${one.field} ${one.old}>${one.new}`),
    ].join(' '),
  )
/** Names on duty at a moment, as the roster of what was imported says. */
async function onDuty(at: string, state = 'duty'): Promise<string[]> {
  const [project] = await rows('project')
  const moment = Date.parse(at)
  const plan = await desk.database.db.transaction().execute((tx) =>
    readPlan({ tx, rules: desk.deps.rules }, String(project?.['id']), {
      startAt: moment,
      endAt: moment + 1,
    }),
  )
  const standings = standingsAt(plan, moment)
  const people = await rows('staff')
  return people
    .filter((one) => standings.get(String(one['id']))?.state === state)
    .map((one) => String(one['userId']))
    .sort()
}

test('a team, a limit, units, a contractor and a stand-in who comes further down', async () => {
  const answer = await desk.take({ ...HOMES, 员工: PEOPLE })
  expect(problemsOf(answer.errors)).toEqual([])
  expect(answer.counts).toMatchObject({ staff: { added: 3, changed: 0 } })
  const [team] = await rows('team')
  const people = await rows('staff')
  const [zw, lj] = ['zw', 'lj'].map((id) => people.find((one) => one['userId'] === id))
  expect(team).toMatchObject({ name: '一班' })
  expect(zw).toMatchObject({
    teamId: team?.['id'],
    maxOpen: 3,
    kind: 'contractor',
    areas: ['3-2', '4'],
    replacementId: lj?.['id'],
  })
  expect(await desk.take({ ...HOMES, 员工: PEOPLE })).toMatchObject({ outcome: 'unchanged' })
  const [head, first, ...others] = PEOPLE
  const changed = [...first.slice(0, 6), '二班', '无', '自有', 'wf']
  expect(changesOf(await desk.take({ 员工: [head, changed, ...others] }))).toEqual([
    'staff changed 张伟（zw） 班组 一班>二班 在手上限 3>null 用工方式 外包>自有',
    'staff changed 张伟（zw） 替班人 lj>wf',
  ])
  const alone = [head, [...changed.slice(0, 6), '无', '', '', '无']]
  expect(changesOf(await desk.take({ 员工: alone }))).toEqual([
    'staff changed 张伟（zw） 班组 二班>null',
    'staff changed 张伟（zw） 替班人 wf>null',
  ])
})

test('who leads a team: entered by account or name, changed, taken away', async () => {
  const book = (...teams: readonly (readonly string[])[]) => ({
    班组: [['班组', '组长'], ...teams],
  })
  await desk.take({ ...HOMES, 员工: PEOPLE })
  const people = await rows('staff')
  const idOf = (account: string) => people.find((one) => one['userId'] === account)?.['id']
  const named = await desk.take(book(['一班', '王芳'], ['夜班组', '']))
  expect(problemsOf(named.errors)).toEqual([])
  expect(changesOf(named)).toEqual(['team changed 一班 组长 null>wf', 'team added 夜班组'])
  const leads = async () =>
    Object.fromEntries((await rows('team')).map((one) => [one['name'], one['leadId']]))
  expect(await leads()).toEqual({ 一班: idOf('wf'), 夜班组: null })
  expect(await desk.take(book(['一班', 'WF'], ['夜班组', '']))).toMatchObject({
    outcome: 'unchanged',
  })
  expect(changesOf(await desk.take(book(['一班', 'lj'])))).toEqual(['team changed 一班 组长 wf>lj'])
  expect(changesOf(await desk.take(book(['一班', '无'])))).toEqual([
    'team changed 一班 组长 lj>null',
  ])
  expect(await leads()).toEqual({ 一班: null, 夜班组: null })
})

test('certificates are entered by account or name and renewed in place', async () => {
  await desk.take({ 员工: PEOPLE.map((row) => row.slice(0, 5)) })
  const book = (until: string) => ({
    证书: [CERTIFICATE_HEAD, ['ZW', '电工证', 'T123', until], ['李军', '焊工证', '', '无']],
  })
  const first = await desk.take(book('2026-12-31'))
  expect(problemsOf(first.errors)).toEqual([])
  expect(changesOf(first).sort()).toEqual([
    'certificate added 张伟 电工证',
    'certificate added 李军 焊工证',
  ])
  expect(await desk.take(book('2026-12-31'))).toMatchObject({ outcome: 'unchanged' })
  expect(changesOf(await desk.take(book('2029-12-31')))).toEqual([
    'certificate changed 张伟 电工证 有效期至 2026-12-31>2029-12-31',
  ])
  expect(await rows('certificate')).toHaveLength(2)
})

test('weekly hours of a team and turns over night say who is on duty', async () => {
  const patterns = (...more: readonly (readonly unknown[])[]) => ({
    员工: PEOPLE.map((row) => [...row.slice(0, 5), row[6]]).map((row, at) =>
      at === 0 ? ['账号', '姓名', '手机号', '角色', '工种', '班组'] : row,
    ),
    排班: [
      [...PATTERN_HEAD, '轮换', '轮换起始日', '轮换起始人', '停用日期'],
      ...more,
    ] as (readonly string[])[],
  })
  const day = ['白班', '一班', '', '周一至周五', '08:00', '17:30', '', '', '', '', '', '']
  const night = [
    '夜班',
    '',
    'lj、zw',
    '每天',
    '20:00',
    '08:00',
    '备班',
    '',
    '按天轮',
    '2026-11-21',
    'zw',
    '',
  ]
  const answer = await desk.take(patterns(day, night))
  expect(problemsOf(answer.errors)).toEqual([])
  expect(await onDuty('2026-11-23T09:00:00+08:00')).toEqual(['lj', 'wf', 'zw'])
  expect(await onDuty('2026-11-23T17:30:00+08:00')).toEqual([])
  expect(await onDuty('2026-11-22T02:00:00+08:00', 'standby')).toEqual(['zw'])
  expect(await onDuty('2026-11-22T21:00:00+08:00', 'standby')).toEqual(['lj'])
  expect(await desk.take(patterns(day, night))).toMatchObject({ outcome: 'unchanged' })
  const ended = [...day.slice(0, 11), '2026-11-24']
  const reordered = [...night.slice(0, 2), 'zw、lj', ...night.slice(3)]
  expect(changesOf(await desk.take(patterns(ended, reordered)))).toEqual([
    'pattern changed 夜班',
    'pattern changed 白班 停用日期 null>2026-11-24',
  ])
  expect(await onDuty('2026-11-24T09:00:00+08:00')).toEqual([])
  expect(await onDuty('2026-11-23T09:00:00+08:00')).toEqual(['lj', 'wf', 'zw'])
})

test.each<[string, Record<string, (readonly unknown[])[]>, string[]]>([
  [
    'stand-ins: a stranger and oneself; places that are not there; limits that are none',
    {
      员工: [
        [...STAFF_HEAD, '在手上限', '替班人'],
        ['a', '甲', '', '维修工', '', '3-9、9', '', '无此人'],
        ['b', '乙', '', '维修工', '', '3-2', '', 'B'],
      ],
    },
    [
      '员工 2 负责楼栋 area_unknown 3-9、9',
      '员工 2 替班人 member_unknown 无此人',
      '员工 3 替班人 own_replacement B',
    ],
  ],
  [
    'a limit of nothing, and a kind nobody knows',
    {
      员工: [
        [...STAFF_HEAD, '在手上限', '用工方式'],
        ['a', '甲', '', '维修工', '', '', 0, '临时'],
      ],
    },
    ['员工 2 G2 在手上限 integer 0', '员工 2 H2 用工方式 legend 临时'],
  ],
  [
    'certificates of nobody, of no kind and of no day',
    {
      证书: [CERTIFICATE_HEAD, ['', '电工证', '', ''], ['zw', '厨师证', '', '2026-02-30']],
    },
    [
      '证书 2 A2 员工 required',
      '证书 3 B3 证书 legend 厨师证',
      '证书 3 D3 有效期至 day 2026-02-30',
    ],
  ],
  [
    'a certificate of a stranger, of namesakes, and twice',
    {
      员工: [
        STAFF_HEAD,
        ['a', '甲', '', '维修工'],
        ['b', '同名', '', '维修工'],
        ['c', '同名', '', '维修工'],
      ],
      证书: [
        CERTIFICATE_HEAD,
        ['无此人', '电工证'],
        ['同名', '电工证'],
        ['a', '焊工证'],
        ['甲', '焊工证'],
      ],
    },
    [
      '证书 2 员工 member_unknown 无此人',
      '证书 3 员工 member_unknown 同名',
      '证书 5 证书 row_twice 甲',
    ],
  ],
  [
    'a team without a name, and with an endless one',
    {
      班组: [
        ['班组', '组长'],
        ['', 'zw'],
        ['班'.repeat(41), 'zw'],
      ],
    },
    ['班组 2 A2 班组 required', `班组 3 A3 班组 too_long ${'班'.repeat(41)}`],
  ],
  [
    'a team led by a stranger, and twice',
    {
      班组: [
        ['班组', '组长'],
        ['一班', '无此人'],
        ['二班', 'zw'],
        ['二班', '张伟'],
      ],
    },
    ['班组 2 组长 member_unknown 无此人', '班组 4 班组 row_twice 二班'],
  ],
  [
    'hours of no day of the week, without an end, the wrong way round',
    {
      排班: [
        [...PATTERN_HEAD, '生效日期', '停用日期', '轮换天数或周数'],
        ['白班', '', 'zw', '周八', '08:00', '17:00'],
        ['夜班', '', 'zw', '一-五', '20:00', ''],
        ['晚班', '', 'zw', '6、7', '18:00', '25:00', '', '', '2026-12-02', '2026-12-01', 99],
      ],
    },
    [
      '排班 2 D2 星期 weekdays 周八',
      '排班 3 F3 结束时间 required',
      '排班 4 F4 结束时间 time 25:00',
      '排班 4 J4 停用日期 days_order 2026-12-01',
      '排班 4 K4 轮换天数或周数 integer 99',
    ],
  ],
  [
    'hours nobody works, of strangers, elsewhere, and twice',
    {
      员工: [STAFF_HEAD, ['a', '甲', '', '维修工']],
      排班: [
        PATTERN_HEAD,
        ['甲班', '', '', '每天', '08:00', '17:00'],
        ['乙班', '', 'a、无此人', '每天', '08:00', '17:00'],
        ['丙班', '', 'a', '每天', '08:00', '17:00', '', '9栋'],
        ['丙班', '', 'a', '每天', '09:00', '17:00'],
      ],
    },
    [
      '排班 2 值班人 nobody_named',
      '排班 3 值班人 member_unknown 无此人',
      '排班 4 区域 area_unknown 9',
      '排班 5 班次 row_twice 丙班',
    ],
  ],
  [
    'a shift at a place that is not there',
    {
      员工: [STAFF_HEAD, ['a', '甲', '', '维修工']],
      值班: [
        [...SHIFT_HEAD, '区域'],
        ['a', '2026-11-21', '', '08:00', '17:00', '', '8-1'],
      ],
    },
    ['值班 2 区域 area_unknown 8-1'],
  ],
])('refused: %s', async (_name, book, expected) => {
  await desk.take({ ...HOMES, 员工: [STAFF_HEAD, ['zw', '张伟', '', '维修工']] })
  const before = await desk.everything()
  const answer = await desk.take(book as Parameters<ImportDesk['take']>[0])
  expect(problemsOf(answer.errors).sort()).toEqual([...expected].sort())
  expect(answer.outcome).toBe('refused')
  expect(await desk.everything()).toEqual(before)
})

test.each([
  ['周一至周五', [1, 2, 3, 4, 5]],
  ['星期六、礼拜天', [6, 7]],
  ['五到一', [1, 5, 6, 7]],
  ['1-3/5', [1, 2, 3, 5]],
  ['周末', [6, 7]],
  ['每天', [1, 2, 3, 4, 5, 6, 7]],
  [3, [3]],
])('the days of %s', async (said, weekdays) => {
  await desk.take({ 员工: [STAFF_HEAD, ['zw', '张伟', '', '维修工']] })
  const book = { 排班: [PATTERN_HEAD, ['甲班', '', 'zw', said, '08:00', '24:00']] }
  expect(problemsOf((await desk.take(book)).errors)).toEqual([])
  expect(await rows('roster_pattern')).toMatchObject([{ weekdays, endTime: '00:00' }])
})

const FIRM_HEAD = [
  '单位名称',
  '单位类别',
  '联系人',
  '单位电话',
  '合同编号',
  '工作范围',
  '合同起',
  '合同止',
]
const FIRMS = [
  FIRM_HEAD,
  ['通力电梯', '维保', '赵工', '0571-88001234', 'HT-1', '电梯', '2026-01-01', '2026-12-31'],
  ['通力电梯', '', '', '', 'HT-2', '', '2027-01-01', '无'],
  ['远大开发', '开发商', '', '', 'KF-1', '', '', ''],
]
const MEMBER_HEAD = [...STAFF_HEAD, '用工方式', '外包单位']
const MEMBER = ['wg', '王工', '', '维修工', '电梯', '', '外包', '通力电梯']

test('firms with their agreements, and whose people they are', async () => {
  const answer = await desk.take({ 外包单位: FIRMS, 员工: [MEMBER_HEAD, MEMBER] })
  expect(problemsOf(answer.errors)).toEqual([])
  const by = (field: string) => (a: Row, b: Row) => (String(a[field]) < String(b[field]) ? -1 : 1)
  const firms = (await rows('contractor')).toSorted(by('kind'))
  const idOf = (name: string) => firms.find((one) => one['name'] === name)?.['id']
  expect(firms).toMatchObject([
    { name: '远大开发', kind: 'developer', contact: null },
    { name: '通力电梯', kind: 'maintenance', contact: '赵工', phone: null, phoneLast4: '1234' },
  ])
  expect((await rows('contractor_agreement')).toSorted(by('number'))).toMatchObject([
    { contractorId: idOf('通力电梯'), number: 'HT-1', skills: ['lift'], validTo: '2026-12-31' },
    { contractorId: idOf('通力电梯'), number: 'HT-2', skills: [], validTo: null },
    { contractorId: idOf('远大开发'), number: 'KF-1', validFrom: null },
  ])
  expect(await rows('staff')).toMatchObject([
    { kind: 'contractor', contractorId: idOf('通力电梯') },
  ])
  expect(await desk.take({ 外包单位: FIRMS, 员工: [MEMBER_HEAD, MEMBER] })).toMatchObject({
    outcome: 'unchanged',
  })
  const longer = [FIRM_HEAD, ['通力电梯', '维保', '', '', 'HT-1', '', '', '2027-06-30']]
  expect(changesOf(await desk.take({ 外包单位: longer }))).toEqual([
    'contractor changed 通力电梯 HT-1 合同止 2026-12-31>2027-06-30',
  ])
  const moved = [FIRM_HEAD, ['通力电梯', '', '', '0571-88009999转2', 'HT-1', '', '', '']]
  expect(changesOf(await desk.take({ 外包单位: moved }))).toEqual([
    'contractor changed 通力电梯 单位电话 ****1234>****99转2',
  ])
  expect(JSON.stringify(await rows('contractor'))).not.toMatch(/88001234|88009999/)
})

test('a developer needs no agreement, is in the book that is written, and stands in it once', async () => {
  const plain = [FIRM_HEAD, ['远大开发', '开发商', '钱工', '0571-88005678', '', '', '', '']]
  expect(problemsOf((await desk.take({ 外包单位: plain })).errors)).toEqual([])
  expect(await rows('contractor')).toMatchObject([{ name: '远大开发', kind: 'developer' }])
  expect(await rows('contractor_agreement')).toEqual([])
  expect(await desk.take({ 外包单位: plain })).toMatchObject({ outcome: 'unchanged' })
  const twice = [...plain, plain[1] ?? []]
  expect((await desk.take({ 外包单位: twice })).errors).toHaveLength(1)
  const other = [FIRM_HEAD, ['通力电梯', '维保', '', '', '', '', '', '']]
  expect(problemsOf((await desk.take({ 外包单位: other })).errors).join()).toContain('合同编号')
})

test('rows of one firm that say different things of it are an error that names both, and change nothing', async () => {
  const [head, first = []] = FIRMS
  const other = (column: number, value: string) => {
    const row = ['通力电梯', '', '', '', 'HT-2', '', '', '']
    row[column] = value
    return [head ?? [], first, ['通力电梯', '', '', '', 'HT-3', '', '', ''], row]
  }
  for (const [column, value, header] of [
    [1, '开发商', '单位类别'],
    [2, '钱工', '联系人'],
    [3, '0571-88009999', '单位电话'],
  ] as const) {
    const { errors } = await desk.take({ 外包单位: other(column, value) })
    expect(errors).toHaveLength(1)
    expect(problemsOf(errors).join()).toBe(`外包单位 4 ${header} firm_differs 通力电梯`)
    expect(await rows('contractor')).toEqual([])
  }
  // What only a later row says is held against those after it as well.
  const late = [
    head ?? [],
    ['通力电梯', '维保', '', '', 'HT-1', '', '', ''],
    ['通力电梯', '', '', '0571-88001234', 'HT-2', '', '', ''],
    ['通力电梯', '', '', '0571-88009999', 'HT-3', '', '', ''],
  ]
  expect((await desk.take({ 外包单位: late })).errors).toHaveLength(1)
  expect(problemsOf((await desk.take({ 外包单位: other(3, '0571-88001234') })).errors)).toEqual([])
})

test('a firm nobody entered, an agreement twice and hostile cells are errors of their rows', async () => {
  const unknown = [MEMBER_HEAD, [...MEMBER.slice(0, 7), '没有这家']]
  expect(problemsOf((await desk.take({ 员工: unknown })).errors).join()).toContain('没有这家')
  expect(await rows('staff')).toEqual([])
  const twice = [FIRM_HEAD, FIRMS[1] ?? [], FIRMS[1] ?? []]
  expect((await desk.take({ 外包单位: twice })).errors).toHaveLength(1)
  const hostile = [
    FIRM_HEAD,
    ['', '维保', '', '', 'HT-9', '', '', ''],
    ["=cmd|' /C calc'!A0", '别的', '', '', 'HT-9', '飞行', '不是日子', '2026-13-40'],
  ]
  expect((await desk.take({ 外包单位: hostile })).errors.length).toBeGreaterThanOrEqual(4)
  const backwards = [FIRM_HEAD, ['通力电梯', '', '', '', 'HT-1', '', '2026-12-31', '2026-01-01']]
  expect(problemsOf((await desk.take({ 外包单位: backwards })).errors).join()).toContain('合同止')
  expect(await rows('contractor')).toEqual([])
})
