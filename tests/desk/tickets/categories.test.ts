/** What a report is about, and how urgent it is, by the shipped tree. */
import { beforeAll, describe, expect, test } from 'vitest'
import { type Rules, readRules } from '../../../src/desk/rules.ts'
import { inferCategory } from '../../../src/desk/tickets/categories.ts'
import { categoryRulesSchema } from '../../../src/desk/tickets/category-rules.ts'
import { BadRules, parseRuleFile } from '../../../src/rule-file.ts'

let rules: Rules['categories']
beforeAll(async () => {
  rules = (await readRules()).categories
})

/** Every id of the tree that had two levels. */
const BEFORE =
  `water water.leak water.burst water.blocked water.outage water.fixture water.quality power power.trip
  power.outage power.light power.socket power.danger door door.access door.lock door.window lift lift.stopped
  lift.noise lift.inside wall wall.seep wall.tile wall.paint weak weak.intercom weak.camera weak.network hvac
  hvac.heating hvac.aircon parking parking.gate parking.charger parking.water public public.light public.fire
  public.play public.road public.mailbox cleaning cleaning.rubbish cleaning.dirty cleaning.pest greening greening.tree
  greening.lawn order order.blocked order.stranger other hazard hazard.trapped hazard.gas hazard.fire hazard.shock
  hazard.burst hazard.fall hazard.person complaint complaint.staff complaint.repair complaint.noise complaint.parking
  complaint.clean complaint.fee complaint.pet complaint.other enquiry help suggestion praise service service.cleaning
  service.install service.moving`.split(/\s+/)

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
    ['complaint', '保安态度很差还骂人', 'complaint.staff.attitude'],
    ['complaint', '广场舞太吵', 'complaint.noise.square'],
    ['complaint', '就是不满意', 'complaint.other'],
    ['enquiry', '物业费怎么算', 'enquiry.fee.property'],
    ['praise', '师傅修得又快又好', 'praise.technician'],
    ['praise', '谢谢你们', 'praise'],
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

describe('the tree', () => {
  test('a node takes from its parent what it does not say itself', () => {
    expect(rules.byId.get('lift.inside')).toMatchObject({
      skill: 'lift',
      place: 'public',
      priority: 'normal',
      kind: 'repair',
      path: '公区报修 / 电梯 / 轿厢设施',
      line: ['common', 'lift', 'lift.inside'],
      payer: 'maintenance',
    })
    expect(rules.byId.get('hazard.gas')).toMatchObject({
      hazard: true,
      priority: 'urgent',
      skill: null,
    })
    expect(rules.byId.get('water.leak')).toMatchObject({
      callback: 'sampled',
      reopen_days: 7,
      payer: 'owner',
      calendar: 'business',
    })
    expect(rules.byId.get('water.outage')).toMatchObject({ payer: 'property', calendar: 'always' })
  })

  test('every leaf of a home repair can be given to some trade', () => {
    const repairs = rules.all.filter(
      (one) => one.kind === 'repair' && one.isLeaf && one.id !== 'other',
    )
    expect(repairs.filter((one) => one.skill === null)).toEqual([])
  })

  test('is a full one: more than 120 leaves, and none of the deepest is found by no word', () => {
    const leaves = rules.all.filter((one) => one.isLeaf)
    expect(leaves.length).toBeGreaterThan(120)
    const others = Object.values(rules.kinds).map(({ other }) => other)
    expect(leaves.filter(({ id, words }) => words.length === 0 && !others.includes(id))).toEqual([])
  })

  test.each(BEFORE)(
    '%s, which tickets have kept since the tree had two levels, is still there',
    (id) => {
      expect(rules.byId.get(id)).toBeDefined()
    },
  )

  test.each([
    ['楼道水管漏水', undefined, 'plumb.leak'],
    ['厨房水管漏水', undefined, 'water.leak'],
    ['水管漏水', undefined, 'water.leak'],
    ['水管漏水', '3栋大堂', 'plumb.leak'],
    ['灯不亮', '小区东门路边', 'public.light'],
    ['厨房漏水滴到楼道里了', undefined, 'water.leak'],
  ])('%s at %s → %s: of two that fit alike the one of the place', (text, place = '', id) => {
    expect(inferCategory(rules, { text, kind: 'repair', place }).id).toBe(id)
  })

  const minimal = (categories: string, other = 'a') => `
kinds:
${['repair', 'complaint', 'enquiry', 'help', 'suggestion', 'praise', 'service']
  .map((kind) => `  ${kind}: {prefix: BX, words: 报修, other: ${other}}`)
  .join('\n')}
urgent: {words: [], not: []}
places: {home: [], public: []}
impact: {kinds: [], words: {}, not: []}
matrix:
${['urgent', 'high', 'normal', 'low']
  .map(
    (one) =>
      `  ${one}: {home: ${one}, unit: ${one}, frail: ${one}, building: ${one}, estate: ${one}}`,
  )
  .join('\n')}
payers: {property: 物业, owner: 业主, maintenance: 维保, developer_warranty: 开发商}
defaults: {skill: none, payer: property, calendar: business, handlers: [technician], priority: normal, place: any, dispatch: auto, photo: none, photo_after: none, appointment: none, visit: true, callback: always, rating: overall, certificate: none, warranty: none, reopen_days: 7}
categories:
${categories}`

  test.each([
    [
      'an id twice',
      '  - {id: a, name: A, kind: repair}\n  - {id: a, name: B, kind: repair}',
      /stands here twice/,
    ],
    [
      'a fourth level',
      '  - {id: a, name: A, kind: repair, skill: lift, children: [{id: b, name: B, children: [{id: c, name: C, children: [{id: d, name: D}]}]}]}',
      /category d stands on level 4: the deepest is 3/,
    ],
    [
      'an unknown payer',
      '  - {id: a, name: A, kind: repair, payer: bank}',
      /payer is property, owner/,
    ],
    [
      'unknown hours',
      '  - {id: a, name: A, kind: repair, calendar: office}',
      /calendar is always or business/,
    ],
    [
      'a leaf for technicians of no trade',
      '  - {id: a, name: A, kind: repair}\n  - {id: b, name: B, kind: repair}',
      /category b is given to technicians and needs a skill/,
    ],
    [
      'a word of two nodes',
      '  - {id: a, name: A, kind: repair, words: [漏水]}\n  - {id: b, name: B, kind: repair, skill: lift, words: [漏水]}',
      /word 漏水 stands in a and in b/,
    ],
    [
      'words of two nodes that must stand together, the other way round',
      '  - {id: a, name: A, kind: repair, words: [[灯, 坏]]}\n  - {id: b, name: B, kind: repair, skill: lift, words: [[坏, 灯]]}',
      /word 坏 \+ 灯 stands in a and in b/,
    ],
    ['a kind whose category is gone', '  - {id: b, name: B, kind: repair}', /names category a/],
    ['no kind at the top', '  - {id: a, name: A}', /needs a kind/],
    [
      'an unknown warranty',
      '  - {id: a, name: A, kind: repair, warranty: [for_ever]}',
      /warranty is none, or a list of structure/,
    ],
    [
      'a warranty of nothing',
      '  - {id: a, name: A, kind: repair, warranty: []}',
      /warranty: Too small/,
    ],
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
