/** What a report is about, and how urgent it is, by the shipped tree. */
import { beforeAll, describe, expect, test } from 'vitest'
import { type Rules, readRules } from '../../../src/desk/rules.ts'
import { inferCategory, priorityOf } from '../../../src/desk/tickets/categories.ts'
import { categoryRulesSchema } from '../../../src/desk/tickets/category-rules.ts'
import { BadRules, parseRuleFile } from '../../../src/rule-file.ts'

let rules: Rules['categories']
beforeAll(async () => {
  rules = (await readRules()).categories
})

describe('the category of a report', () => {
  test.each([
    ['厨房水管漏水了', 'water.leak'],
    ['卫生间马桶堵了，能来看看吗', 'water.blocked'],
    ['家里突然没水了', 'water.outage'],
    ['水管爆了到处喷水', 'water.burst'],
    ['洗手盆龙头关不紧', 'water.fixture'],
    ['家里跳闸推不上去', 'power.trip'],
    ['客厅灯不亮', 'power.light'],
    ['楼道灯不亮', 'public.light'],
    ['插座没反应', 'power.socket'],
    ['门禁刷卡没反应', 'door.access'],
    ['防盗门锁坏了', 'door.lock'],
    ['电梯坏了停在5楼', 'lift.stopped'],
    ['电梯晃得厉害还异响', 'lift.noise'],
    ['电梯灯不亮', 'lift.inside'],
    ['顶楼漏水，墙发霉', 'wall.seep'],
    ['空调漏水', 'hvac.aircon'],
    ['暖气片不热', 'hvac.heating'],
    ['地库积水了', 'parking.water'],
    ['道闸不抬杆', 'parking.gate'],
    ['可视对讲没声音', 'weak.intercom'],
    ['垃圾桶满了没人收', 'cleaning.rubbish'],
    ['消防通道被车堵住', 'order.blocked'],
    ['树枝断了挂在半空', 'greening.tree'],
    ['我要报修', 'other'],
    ['', 'other'],
    ['😀😀😀', 'other'],
    ['__proto__ constructor toString', 'other'],
  ])('%s → %s', (text, id) => {
    expect(inferCategory(rules, { text, kind: 'repair' }).id).toBe(id)
  })

  test.each([
    ['电梯困人了，里面有老人', 'hazard.trapped'],
    ['厨房有煤气味', 'hazard.gas'],
    ['楼下着火了', 'hazard.fire'],
    ['有人触电', 'hazard.shock'],
    ['救命', 'hazard'],
  ])('danger: %s → %s', (text, id) => {
    expect(inferCategory(rules, { text, kind: 'help', hazards: true }).id).toBe(id)
  })

  test.each([
    ['complaint', '保安态度很差还骂人', 'complaint.staff'],
    ['complaint', '广场舞太吵', 'complaint.noise'],
    ['complaint', '就是不满意', 'complaint.other'],
    ['enquiry', '物业费怎么算', 'enquiry'],
    ['praise', '师傅修得又快又好', 'praise'],
  ] as const)('%s: %s → %s', (kind, text, id) => {
    expect(inferCategory(rules, { text, kind }).id).toBe(id)
  })

  test('a repair never lands among the dangers, nor a danger among the repairs', () => {
    expect(inferCategory(rules, { text: '电梯困人', kind: 'repair' }).hazard).toBe(false)
    expect(inferCategory(rules, { text: '水管漏水', kind: 'help', hazards: true }).hazard).toBe(
      true,
    )
  })

  test('a sentence of two hundred thousand characters is read in no time', () => {
    const began = performance.now()
    inferCategory(rules, { text: '楼道'.repeat(100_000), kind: 'repair' })
    expect(performance.now() - began).toBeLessThan(1000)
  })
})

describe('the priority', () => {
  test.each([
    ['水管滴水', 'water.leak', 'normal'],
    ['水管漏水止不住', 'water.leak', 'urgent'],
    ['水管漏水，很急，快来', 'water.leak', 'urgent'],
    ['灯坏了，不急，有空再来', 'power.light', 'normal'],
    ['灯坏了，冒火花，不着急', 'power.light', 'normal'],
    ['马桶返水', 'water.blocked', 'urgent'],
    ['爆管了', 'water.burst', 'urgent'],
    ['没电', 'power.outage', 'high'],
    ['建议多种花', 'suggestion', 'low'],
  ])('%s in %s is %s', (text, id, priority) => {
    const category = rules.byId.get(id)
    expect(category && priorityOf(rules, category, text)).toBe(priority)
  })
})

describe('the tree', () => {
  test('a node takes from its parent what it does not say itself', () => {
    expect(rules.byId.get('lift.inside')).toMatchObject({
      skill: 'lift',
      place: 'public',
      priority: 'normal',
      kind: 'repair',
      path: '电梯 / 轿厢设施',
    })
    expect(rules.byId.get('hazard.gas')).toMatchObject({
      hazard: true,
      priority: 'urgent',
      skill: null,
    })
    expect(rules.byId.get('water.leak')).toMatchObject({ callback: 'always', reopen_days: 7 })
  })

  test('every leaf of a home repair can be given to some trade', () => {
    const repairs = rules.all.filter((one) => one.kind === 'repair' && one.id !== 'other')
    expect(repairs.filter((one) => one.skill === null)).toEqual([])
  })

  const minimal = (categories: string, other = 'a') => `
kinds:
${['repair', 'complaint', 'enquiry', 'help', 'suggestion', 'praise', 'service']
  .map((kind) => `  ${kind}: {prefix: BX, words: 报修, other: ${other}}`)
  .join('\n')}
urgent: {words: [], not: []}
defaults: {skill: none, handlers: [technician], priority: normal, place: any, dispatch: auto, photo: none, appointment: none, visit: true, callback: always, reopen_days: 7}
categories:
${categories}`

  test.each([
    [
      'an id twice',
      '  - {id: a, name: A, kind: repair}\n  - {id: a, name: B, kind: repair}',
      /stands here twice/,
    ],
    [
      'a child under another name',
      '  - {id: a, name: A, kind: repair, children: [{id: b.c, name: C}]}',
      /rename it/,
    ],
    ['a kind whose category is gone', '  - {id: b, name: B, kind: repair}', /names category a/],
    ['no kind at the top', '  - {id: a, name: A}', /needs a kind/],
    ['an unknown trade', '  - {id: a, name: A, kind: repair, skill: magic}', /skill/],
    ['a misspelt field', '  - {id: a, name: A, kind: repair, calback: never}', /calback/],
  ])('refuses %s and says where', (_name, categories, words) => {
    const read = () => parseRuleFile(categoryRulesSchema, 'categories.yaml', minimal(categories))
    expect(read).toThrow(BadRules)
    expect(read).toThrow(words)
  })

  test('three levels are read', () => {
    const text = minimal(
      '  - {id: a, name: A, kind: repair, skill: lift, children: [{id: a.b, name: B, children: [{id: a.b.c, name: C, words: [丙]}]}]}',
    )
    const tree = parseRuleFile(categoryRulesSchema, 'categories.yaml', text)
    expect(tree.byId.get('a.b.c')).toMatchObject({ depth: 3, skill: 'lift', path: 'A / B / C' })
    expect(inferCategory(tree, { text: '丙', kind: 'repair' }).id).toBe('a.b.c')
  })
})
