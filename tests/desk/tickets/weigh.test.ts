/** Urgency and impact of the shipped rules, and the priority both come to. */
import { beforeAll, describe, expect, test } from 'vitest'
import { type Rules, readRules } from '../../../src/desk/rules.ts'
import { IMPACTS } from '../../../src/desk/tickets/category-rules.ts'
import { PRIORITIES } from '../../../src/desk/tickets/rules.ts'
import { heavier, isGraver, weigh } from '../../../src/desk/tickets/weigh.ts'

let rules: Rules['categories']
beforeAll(async () => {
  rules = (await readRules()).categories
})

const weighed = (text: string, id: string, isShared = false) => {
  const category = rules.byId.get(id)
  if (!category) throw new Error(`no category ${id}`)
  return weigh(rules, category, { text, isShared })
}

describe('a report weighs', () => {
  test.each([
    ['水管滴水', 'water.leak', 'normal', 'home', 'normal', ''],
    ['水管漏水止不住', 'water.leak', 'urgent', 'home', 'urgent', '止不住'],
    ['水管漏水，很急，快来', 'water.leak', 'urgent', 'home', 'urgent', '很急'],
    ['灯坏了，不急，有空再来', 'power.light', 'normal', 'home', 'normal', ''],
    ['灯坏了，冒火花，不着急', 'power.light', 'normal', 'home', 'normal', ''],
    ['马桶返水', 'water.blocked', 'urgent', 'home', 'urgent', '返水'],
    ['爆管了', 'water.burst', 'urgent', 'home', 'urgent', '爆管'],
    ['没电', 'power.outage', 'high', 'home', 'high', ''],
    ['没电，家里有老人', 'power.outage', 'high', 'frail', 'urgent', '有老人'],
    ['暖气不热，有婴儿', 'hvac.heating', 'high', 'frail', 'urgent', '有婴儿'],
    ['灯坏了，家里有孕妇', 'power.light', 'normal', 'frail', 'high', '孕妇'],
    ['灯坏了，没有老人孩子，不用赶', 'power.light', 'normal', 'home', 'normal', ''],
    ['整栋都没水', 'plumb.pump', 'high', 'building', 'urgent', '整栋'],
    ['门铃不响，整个单元都不响', 'weak.intercom', 'normal', 'unit', 'normal', '整个单元'],
    ['路灯全灭了，整个小区都黑', 'public.light', 'normal', 'estate', 'urgent', '整个小区'],
    ['整个小区都没水，有老人', 'water.outage', 'high', 'estate', 'urgent', '整个小区'],
    ['建议整个小区多种花，有孩子', 'suggestion', 'low', 'home', 'low', ''],
    ['楼上有小孩跑跳', 'complaint.noise.neighbour', 'high', 'home', 'high', ''],
  ])('%s in %s: %s, touches %s, comes to %s because of “%s”', (text, id, ...want) => {
    const { urgency, impact, priority, why } = weighed(text, id)
    expect([urgency, impact, priority, why.join('、')]).toEqual(want)
  })

  test('in a shared place as what neighbours share, which alone hurries nobody', () => {
    expect(weighed('灯不亮', 'public.light', true)).toMatchObject({
      impact: 'unit',
      priority: 'normal',
    })
  })

  test.each(['', '\u0000', '整栋'.repeat(100_000), '__proto__'])('%j without harm', (text) => {
    expect(PRIORITIES).toContain(weighed(text.slice(0, 200_000), 'water.leak').priority)
  })
})

describe('the matrix', () => {
  const pairs = PRIORITIES.flatMap((urgency) => IMPACTS.map((impact) => [urgency, impact] as const))

  test.each(pairs)('of %s and %s is never less than the urgency', (urgency, impact) => {
    expect(isGraver(urgency, rules.matrix[urgency][impact])).toBe(false)
  })

  test.each(pairs)('%s never falls from one impact to a graver than %s', (urgency, impact) => {
    const graver = IMPACTS.slice(IMPACTS.indexOf(impact))
    for (const more of graver) {
      const [before, after] = [rules.matrix[urgency][impact], rules.matrix[urgency][more]]
      expect(isGraver(before, after)).toBe(false)
    }
  })
})

test('added words make it as grave as the graver of both, never lighter', () => {
  const before = { urgency: 'high', impact: 'building' } as const
  expect(heavier(rules, before, { urgency: 'normal', impact: 'frail' })).toMatchObject(before)
  expect(heavier(rules, before, { urgency: 'urgent', impact: 'home' })).toEqual({
    urgency: 'urgent',
    impact: 'building',
    priority: 'urgent',
  })
})
