/** What stands in a report: the figures of the views, every section's facts, and nothing about an owner. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { figuresOfMonth } from '../../src/desk/figures/figures.ts'
import type { Cell, Report, Table } from '../../src/report/document.ts'
import type { ReportFacts } from '../../src/report/read-report.ts'
import { PROJECT } from '../support/desk/staff.ts'
import { HOSTILE, type LivelyMonth, livelyMonth } from './a-month.ts'

let month: LivelyMonth
let facts: ReportFacts
let report: Report

beforeAll(async () => {
  month = await livelyMonth()
  facts = await month.facts()
  report = await month.report()
}, 120_000)
afterAll(() => month.close())

function tables(section: string): Table[] {
  const found = report.sections.find(({ id }) => id === section)?.blocks ?? []
  return found.flatMap((block) => (block.kind === 'table' ? [block] : []))
}
function table(section: string, title: string): Table {
  const found = tables(section).find((one) => one.title === title)
  if (!found) throw new Error(`no table ${title} in ${section}`)
  return found
}
function notes(section: string): string[] {
  const found = report.sections.find(({ id }) => id === section)?.blocks ?? []
  return found.flatMap((block) => (block.kind === 'note' ? [block.text] : []))
}
const row = (of: Table, name: string): readonly Cell[] =>
  of.rows.find(([first]) => first === name) ?? []
const plain = (cell: Cell | undefined) =>
  typeof cell === 'object' && cell ? `${cell.numerator}/${cell.denominator}` : cell

test('every rate is the view’s, under every dimension', async () => {
  const viewed = await figuresOfMonth(month.desk.db, PROJECT, '2026-11')
  expect(viewed.length).toBeGreaterThan(50)
  for (const { measure, dimension, key, numerator, denominator } of viewed) {
    expect(facts.figures.rate(measure, dimension, key)).toMatchObject({ numerator, denominator })
  }
  const teams = table('people', '班组')
  for (const one of viewed.filter(
    ({ dimension, key }) => dimension === 'team' && key === 'team-a',
  )) {
    const at = teams.columns.findIndex(
      ({ title }) => title === month.say(`measures.${one.measure}`),
    )
    if (at > 0) expect(plain(row(teams, '+一班')[at])).toBe(`${one.numerator}/${one.denominator}`)
  }
})

describe('the sections', () => {
  test('stand in the order a committee reads them', () => {
    expect(report.sections.map(({ title }) => title)).toEqual([
      '概览',
      '收费',
      '工单受理',
      '服务时效',
      '维修质量与满意度',
      '班组与人员',
      '投诉',
      '安全与险情',
      '未了事项',
      '下月预告',
    ])
    expect(report.title).toBe('2026年11月物业服务月报')
    expect(report.head).toEqual([
      '统计期间：2026-11-01至2026-11-30',
      '数据截至2026-12-01 10:00',
      '请于2026年12月5日前送交业主委员会',
    ])
  })

  test('work: seven were reported, by kind, leaf, building and week', () => {
    const kinds = table('work', '按类别')
    expect(row(kinds, '报修').map(plain)).toEqual(['报修', 4, 0, null, '2/3'])
    expect(row(kinds, '投诉')[1]).toBe(2)
    expect(row(table('work', '按事项'), '户内报修')[1]).toBe(3)
    expect(row(table('work', '按事项'), '　给排水')[1]).toBe(2)
    expect(row(table('work', '按事项'), '　　漏水渗水')[1]).toBe(1)
    expect(row(table('work', '按楼栋'), '2栋')[1]).toBe(1)
    const weeks = table('work', '按周')
    expect(weeks.rows.map((one) => one[1]).reduce((sum: number, n) => sum + Number(n), 0)).toBe(7)
    expect(weeks.rows[4]).toEqual(['2026-11-23 – 2026-11-29', 6, 2])
  })

  test('time: each promise with what was left out, and whether so few say anything', () => {
    const promises = table('time', '承诺兑现')
    const accept = row(promises, '接单及时率')[1]
    expect(accept).toMatchObject({ target: 95, isSmall: true })
    const cancelled = promises.columns.findIndex(({ title }) => title === '撤回')
    expect(row(promises, '接单及时率')[cancelled]).toBe(2)
  })

  test('time: the reply, the plan and the result of complaints, each by its own clock', () => {
    const promises = table('time', '承诺兑现')
    const cancelled = promises.columns.findIndex(({ title }) => title === '撤回')
    const rates = ['投诉回复', '投诉方案', '投诉结果'].map((name) => {
      const cells = row(promises, `${name}及时率`)
      return [plain(cells[1]), cells[cancelled]]
    })
    expect(rates).toEqual([
      ['1/1', 1],
      ['0/1', 1],
      ['0/1', 1],
    ])
  })

  test('quality: silence is no satisfaction, and how many answered is said beside it', () => {
    const quality = table('quality', '质量')
    expect(row(quality, '满意率').map(plain)[1]).toBe('1/1')
    expect(row(quality, '评价回收率').map(plain)[1]).toBe('1/1')
    expect(table('quality', '评分分布').note).toContain('没有评价的不算满意，共0件')
    expect(table('quality', '回访').rows.map(([, count]) => count)).toEqual([1, 1, 0, 0, 1])
  })

  test('complaints: by topic and level, what became of them, and that validity is not recorded', () => {
    expect(row(table('complaints', '按主题'), '投诉 / 噪音扰民')).toEqual([
      '投诉 / 噪音扰民',
      1,
      0,
      1,
    ])
    expect(row(table('complaints', '按等级'), '一般')[1]).toBe(2)
    expect(
      table('complaints', '逐件')
        .rows.map((one) => one.at(-1))
        .sort(),
    ).toEqual(['处理中', '已撤回'])
    expect(notes('complaints').join()).toContain('是否属实未登记')
  })

  test('safety: the danger, how soon somebody took it and was there', () => {
    expect(notes('safety')).toEqual(['险情共1件，1件有人响应，1件有到场记录。'])
    expect(table('safety', '逐件').rows[0]?.slice(2)).toEqual([
      '险情 / 电梯困人',
      '1栋',
      3,
      12,
      '处理中',
    ])
  })

  test('income: the month’s own bills and what is owed from before apart; cancelled ones nowhere', () => {
    expect(table('fees', '各项收费').rows.map((one) => one.map(plain))).toEqual([
      ['物业费', 2, 50_000, 20_000, '20000/50000', '1/2', 10_000, 0],
    ])
  })

  test('open matters: what is late now, the latest first', () => {
    const list = table('open', '超时最久的事项')
    const late = list.rows.map((one) => Number(one.at(-1)))
    expect(late.length).toBeGreaterThan(0)
    expect(late).toEqual([...late].sort((a, b) => b - a))
    expect(notes('open')[0]).toContain('现仍未办结3件')
  })

  test('ahead: what is announced for December, and the certificate that runs out', () => {
    expect(table('ahead', '已排定的停水停电、检修和活动').rows).toEqual([
      ['@水箱清洗', '停水', '2026-12-08 09:00 – 2026-12-08 12:00'],
    ])
    expect(table('ahead', '下月底前到期的人员证书').rows).toEqual([
      [HOSTILE, '电工证', '2026-12-20'],
    ])
    expect(notes('ahead')).toEqual(['下月没有法定节假日和调休。'])
  })
})

test('nothing tells who an owner is: no name, no phone, no room', () => {
  const all = JSON.stringify(report)
  for (const secret of ['赵业主', '138001', '8000', '101', '201', '楼上太吵']) {
    expect(all).not.toContain(secret)
  }
})

test('a month without anything is none', async () => {
  await expect(month.facts('2026-08')).rejects.toThrow('nothing')
})

test('a month that goes on says so', async () => {
  await month.desk.act(await month.desk.owner('钱', '3-1-301'), 'tickets.create', {
    text: '龙头坏了',
    room: '3-1-301',
    phone: '13800138001',
  })
  expect((await month.report('2026-12')).head.at(-1)).toBe(
    '本月尚未结束，以下只是到目前为止的数字。',
  )
})
