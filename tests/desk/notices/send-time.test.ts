/** When a notice goes out and when it is too late for it, by table (城市供水条例 22; wecom.md 7.6). */
import { beforeAll, expect, test } from 'vitest'
import type { NoticeKind } from '../../../src/desk/notices/rules.ts'
import { timingOf } from '../../../src/desk/notices/send-time.ts'
import { type Rules, readRules } from '../../../src/desk/rules.ts'

let rules: Rules
beforeAll(async () => {
  rules = await readRules()
})
const at = (text: string) => new Date(`2026-11-${text}:00+08:00`)

test.each<
  [string, NoticeKind, boolean, string | null, string | null, string | null, string, string]
>([
  // what, kind, urgent, from, until, wanted, now, expected
  ['23 h 59 ahead', 'water_stop', false, '24T09:59', '24T17:00', null, '23T10:00', 'too_late'],
  [
    '24 h ahead to the minute',
    'water_stop',
    false,
    '24T10:00',
    '24T17:00',
    null,
    '23T10:00',
    '23T10:00',
  ],
  ['the same of power', 'power_stop', false, '24T09:59', '24T17:00', null, '23T10:00', 'too_late'],
  ['an emergency now', 'water_stop', true, '23T10:00', '23T12:00', null, '23T10:00', '23T10:00'],
  [
    'an emergency at night',
    'water_stop',
    true,
    '23T23:10',
    '23T23:50',
    null,
    '23T23:00',
    '23T23:00',
  ],
  [
    'planned, written at night',
    'water_stop',
    false,
    '25T09:00',
    '25T10:00',
    null,
    '23T23:00',
    '24T08:00',
  ],
  [
    'the night takes the lead time',
    'water_stop',
    false,
    '25T07:30',
    '25T10:00',
    null,
    '23T23:00',
    'too_late',
  ],
  ['the last minute of the day', 'other', false, null, null, null, '23T21:59', '23T21:59'],
  ['ten in the evening', 'other', false, null, null, null, '23T22:00', '24T08:00'],
  ['before eight', 'other', false, null, null, null, '23T07:59', '23T08:00'],
  ['wanted for later', 'fees', false, null, null, '26T09:00', '23T10:00', '26T09:00'],
  [
    'wanted for a time that has gone',
    'fees',
    false,
    null,
    null,
    '22T09:00',
    '23T10:00',
    '23T10:00',
  ],
  [
    'wanted too late for the stop',
    'water_stop',
    false,
    '26T09:00',
    '26T10:00',
    '25T10:00',
    '23T10:00',
    'too_late',
  ],
  ['a stop without a time', 'water_stop', false, null, null, null, '23T10:00', 'no_time'],
  ['an emergency without a time', 'power_stop', true, null, null, null, '23T10:00', 'no_time'],
  ['a stop that is over', 'water_stop', true, '23T08:00', '23T09:00', null, '23T10:00', 'over'],
  ['an activity that is over', 'activity', false, '23T08:00', '23T09:00', null, '23T10:00', 'over'],
])('%s', (...row) => {
  const [, kind, urgent, from, until, wanted, now, expected] = row
  const [fromAt, untilAt, wantedAt] = [from, until, wanted].map((text) => (text ? at(text) : null))
  const timing = {
    kind,
    urgent,
    fromAt: fromAt ?? null,
    untilAt: untilAt ?? null,
    wantedAt: wantedAt ?? null,
  }
  const answer = timingOf(rules.notices, timing, at(now))
  expect(answer).toMatchObject(
    expected.includes('T') ? { outcome: 'ok', sendAt: at(expected) } : { outcome: expected },
  )
})

test('61 days ahead is a slip of the pen, and a refusal names its rule', () => {
  const now = at('23T10:00')
  const none = { urgent: false, fromAt: null, untilAt: null }
  const far = new Date(now.getTime() + 61 * 86_400_000)
  expect(timingOf(rules.notices, { ...none, kind: 'fees', wantedAt: far }, now).outcome).toBe(
    'too_far',
  )
  const stop = { urgent: false, fromAt: at('23T12:00'), untilAt: at('23T13:00'), wantedAt: null }
  const late = timingOf(rules.notices, { ...stop, kind: 'water_stop' }, now)
  expect(late).toMatchObject({
    hours: 24,
    law: expect.stringContaining('《城市供水条例》第二十二条'),
  })
})
