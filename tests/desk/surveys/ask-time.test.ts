/** When an owner is asked: after the delay, never too early or too late in the day. */
import { beforeAll, describe, expect, test } from 'vitest'
import { type Rules, readRules } from '../../../src/desk/rules.ts'
import { askTime } from '../../../src/desk/surveys/ask-time.ts'
import { surveyRulesSchema } from '../../../src/desk/surveys/rules.ts'

let rules: Rules['surveys']
beforeAll(async () => {
  rules = (await readRules()).surveys
})

test.each([
  ['2026-11-23T10:00', '2026-11-23T12:00'],
  ['2026-11-23T06:59', '2026-11-23T09:00'],
  ['2026-11-23T07:00', '2026-11-23T09:00'],
  ['2026-11-23T07:01', '2026-11-23T09:01'],
  ['2026-11-23T18:30', '2026-11-23T20:30'],
  ['2026-11-23T18:31', '2026-11-24T09:00'],
  ['2026-11-23T23:30', '2026-11-24T09:00'],
  ['2026-12-31T20:00', '2027-01-01T09:00'],
  ['2026-11-23T00:00', '2026-11-23T09:00'],
])('done at %s, asked at %s', (done, asked) => {
  const at = (text: string) => new Date(`${text}:00+08:00`)
  expect(askTime(at(done), rules)).toEqual(at(asked))
})

describe('the rules', () => {
  test.each([
    ['a day that ends before it begins', { ask_from: '20:00', ask_to: '09:00' }],
    ['a time that is none', { ask_from: '9:00' }],
    ['a negative delay', { delay_minutes: -1 }],
    ['a threshold beyond the scale', { recovery_at_most: 6 }],
    ['a role that is none', { calling_roles: ['robot'] }],
    ['a share above all', { sample_percent: 101 }],
    ['a priority that is none', { must: { priorities: ['hot'], kinds: [], paid_kinds: [] } }],
    ['a field that is misspelt', { delay_minuts: 5 }],
  ])('refuse %s', (_name, changed) => {
    expect(surveyRulesSchema.safeParse({ ...rules, ...changed }).success).toBe(false)
  })
})
