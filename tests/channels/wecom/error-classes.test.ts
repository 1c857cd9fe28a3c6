/** Every code the reference names, row by row, and the class it must have. */
import { expect, test } from 'vitest'
import type { RefusalClass } from '../../../src/channels/channel.ts'
import { meaningOf } from '../../../src/channels/wecom/error-classes.ts'

const range = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index)

/** wecom.md 4.2. */
const GLOBAL: [string, RefusalClass, number[]][] = [
  ['token', 'transient', [40014, 42001, 41001]],
  ['transient', 'transient', [-1, 6000, 301022, 302005, 81026]],
  ['rate', 'rate', [45009, 45033, 41094]],
  ['just created', 'transient', [41063, 41079]],
  ['config', 'config', [40001, 40013, 41002, 41004, 40056, 41011, 301002, 48001, 48002]],
  ['config', 'config', [...range(48003, 48009), 50001, 50003, 60020, 60021, 60031]],
  ['config', 'config', [...range(85004, 85011), 93000, 93004]],
  ['data', 'data', [40003, 40007, 40008, 40031, 40032, 40035, 40058, 40063, 40096, 44001, 44004]],
  ['data', 'data', [45001, 45002, 45007, 45008, 46004, 60011, 60111, 81012, 81013]],
  ['data', 'data', [...range(82001, 82004), 84061, 86001, 86003, 86008, 86500]],
  ['data', 'data', [...range(42014, 42020), ...range(42027, 42052)]],
  ['one-shot', 'expired', [40029, 42003, 42022, 41050, 41051, 41096, 60140, 40078, 84014, 84015]],
]

/** wecom.md 3.8. */
const CUSTOMER_SERVICE: [string, RefusalClass, number[]][] = [
  ['the account', 'config', [95000, 95004, 60251, 60252]],
  ['five messages', 'window', [95001]],
  ['48 hours', 'window', [95002, 95031]],
  ['the cap of customers', 'config', [95003]],
  ['accounts', 'config', [95005, 95006, 95026, 95027]],
  ['a used or late code', 'expired', [95007]],
  ['the menu', 'data', [95008, 95009]],
  ['the kind of secret', 'config', [95011, 95012]],
  ['ended', 'window', [95013]],
  ['the servicer', 'data', [95014, 95019, 60253]],
  ['dedicated service', 'config', [95015]],
  ['the move', 'window', [95016]],
  ['switched off', 'config', [95017, 95023]],
  ['the state', 'window', [95018]],
  ['the type', 'data', [95022, 95030]],
  ['the right to history', 'config', [95032]],
]

const rows = [...GLOBAL, ...CUSTOMER_SERVICE].flatMap(([what, refusal, codes]) =>
  codes.map((code) => [code, refusal, what] as const),
)

test.each(rows)('%i is %s (%s)', (code, refusal) => {
  expect(meaningOf(code).refusal).toBe(refusal)
})

test('no code stands in two rows', () => {
  expect(new Set(rows.map(([code]) => code)).size).toBe(rows.length)
})

test.each([
  [45009, 60_000],
  [45033, 5000],
  [41063, 30_000],
  [95001, undefined],
])('after %i the platform keeps refusing for %s ms', (code, retryAfterMs) => {
  expect(meaningOf(code).retryAfterMs).toBe(retryAfterMs)
})

test.each([1, 42026, 99_999, 7_777_777])(
  'an unknown code (%i) is a dead letter somebody sees',
  (code) => {
    expect(meaningOf(code).refusal).toBe('data')
  },
)
