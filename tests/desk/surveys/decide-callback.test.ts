/** Who is asked about what is finished: all urgent, paid and complaints, as the category says, or a share. */
import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Rules, readRules } from '../../../src/desk/rules.ts'
import { decideCallback, type Finished } from '../../../src/desk/surveys/decide-callback.ts'

let rules: Rules
beforeAll(async () => {
  rules = await readRules()
})

const finished = (changed: Partial<Finished>): Finished => ({
  ticketId: 'ticket-1',
  kind: 'repair',
  priority: 'normal',
  paid: false,
  callback: 'sampled',
  ...changed,
})
const decide = (changed: Partial<Finished>) => decideCallback(finished(changed), rules.surveys)

describe('whatever the category says', () => {
  test.each(['always', 'sampled', 'never'] as const)('%s', (callback) => {
    const asked = { sampled: null, skipped: null }
    expect(decide({ callback, priority: 'urgent' })).toEqual({ rule: 'urgent', ...asked })
    expect(decide({ callback, kind: 'complaint' })).toEqual({ rule: 'complaint', ...asked })
    expect(decide({ callback, kind: 'service' })).toEqual({ rule: 'paid', ...asked })
    expect(decide({ callback, paid: true })).toEqual({ rule: 'paid', ...asked })
  })
})

test('else the category decides', () => {
  const rule = 'category'
  expect(decide({ callback: 'always' })).toEqual({ rule, sampled: null, skipped: null })
  expect(decide({ callback: 'never' })).toEqual({ rule, sampled: null, skipped: 'never' })
})

describe('a share', () => {
  const ids = Array.from({ length: 4000 }, () => randomUUID())

  test('is about the percentage of the rules', () => {
    const drawn = ids.filter((ticketId) => decide({ ticketId }).sampled)
    expect(rules.surveys.sample_percent).toBe(30)
    expect(drawn.length / ids.length).toBeGreaterThan(0.26)
    expect(drawn.length / ids.length).toBeLessThan(0.34)
  })

  test('never flips for one ticket, and says why nobody is asked', () => {
    for (const ticketId of ids.slice(0, 200)) {
      const first = decide({ ticketId })
      expect(decide({ ticketId })).toEqual(first)
      expect(first.skipped).toBe(first.sampled ? null : 'not-sampled')
    }
  })

  test.each([
    [0, 0],
    [100, 200],
  ])('of %d percent', (sample_percent, expected) => {
    const surveys = { ...rules.surveys, sample_percent }
    const drawn = ids
      .slice(0, 200)
      .filter((ticketId) => decideCallback(finished({ ticketId }), surveys).sampled)
    expect(drawn).toHaveLength(expected)
  })
})

test('of the shipped tree ordinary repairs are sampled, complaints and dangers always asked about', () => {
  const { all } = rules.categories
  const of = (kind: string) => all.filter((category) => category.kind === kind)
  const asked = (category: (typeof all)[number]) =>
    decide({ kind: category.kind, priority: category.priority, callback: category.callback })
  expect(of('complaint').map((one) => asked(one).skipped)).toEqual(of('complaint').map(() => null))
  const dangers = all.filter((category) => category.hazard)
  expect(dangers.every((one) => asked(one).rule === 'urgent')).toBe(true)
  expect(all.find(({ id }) => id === 'water.leak')?.callback).toBe('sampled')
})
