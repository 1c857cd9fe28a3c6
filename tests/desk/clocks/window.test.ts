import { expect, test } from 'vitest'
import { intoWindow, type Window } from '../../../src/desk/clocks/window.ts'

const DAY: Window = { from: '08:00', to: '22:00' }
const NIGHT: Window = { from: '22:00', to: '06:00' }

test.each<[string, string, Window | null, string]>([
  ['inside a day window it is now', '2026-11-23T12:00+08:00', DAY, '2026-11-23T12:00+08:00'],
  ['at opening it is now', '2026-11-23T08:00+08:00', DAY, '2026-11-23T08:00+08:00'],
  ['at closing it is tomorrow', '2026-11-23T22:00+08:00', DAY, '2026-11-24T08:00+08:00'],
  ['in the evening it is tomorrow', '2026-11-23T23:59+08:00', DAY, '2026-11-24T08:00+08:00'],
  ['before dawn it is this morning', '2026-11-23T03:00+08:00', DAY, '2026-11-23T08:00+08:00'],
  [
    'in a night window after midnight it is now',
    '2026-11-23T03:00+08:00',
    NIGHT,
    '2026-11-23T03:00+08:00',
  ],
  [
    'in a night window before midnight it is now',
    '2026-11-23T23:00+08:00',
    NIGHT,
    '2026-11-23T23:00+08:00',
  ],
  [
    'outside a night window it is tonight',
    '2026-11-23T12:00+08:00',
    NIGHT,
    '2026-11-23T22:00+08:00',
  ],
  [
    'equal times are always open',
    '2026-11-23T12:00+08:00',
    { from: '08:00', to: '08:00' },
    '2026-11-23T12:00+08:00',
  ],
  ['without a window it is now', '2026-11-23T03:00+08:00', null, '2026-11-23T03:00+08:00'],
])('%s', (_name, at, window, expected) => {
  expect(intoWindow(new Date(at), 'Asia/Shanghai', window)).toEqual(new Date(expected))
})
