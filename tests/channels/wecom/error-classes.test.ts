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
  ['data', 'data', [...range(82001, 82004), 84061, 86001, ...range(86003, 86008), 86500]],
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

/** wecom.md 4.3, row by row: every code the bot may meet. */
const TABLE: readonly number[] = [
  [-1, 6000, 40001, 40003, 40004, 40005, 40006, 40009, 40011, 40007, 40008, 40013, 40014],
  [40029, 42003, 42022, 40031, 40032, 40035, 40033, 40039, 40050, 40056, 40058, 40063, 40068],
  [40093, 40094, 40096, 40123, 41001, 41002, 41004, 41006, 41009, 41011, 41016, 41033, 41035],
  [...range(41041, 41045), 41046, 41047, 41048, 41049, 41050, 41051, 41096, 41054, 41055, 41058],
  [41057, 41063, 41093, 41094, 41064, 41065, ...range(41080, 41082), ...range(41088, 41090)],
  [42001, 42012, ...range(42014, 42020), ...range(42027, 42031), 42033, ...range(42035, 42047)],
  [...range(42049, 42052), 43004, 43012, 44001, 44004, 45001, 45002, 45007, 45008, 45009, 45033],
  [45029, 45031, 45034, 46004, 48001, 48002, 48004, 48006, 48007, 50001, 50002, 50003, 60011],
  [60020, 60021, 60030, 60031, 60111, 60140, 81012, 81013, ...range(82001, 82004), 84061],
  [84014, 84015, ...range(85004, 85011), 86001, 86003, 86004, 86005, 86006, 86007, 86008],
  [...range(92000, 92003), 93000, 93004, 93006, 93008, 301002, 830002, 846605, 846608],
].flat()

/** Codes of 4.3 that 4.2 puts in no class: what they mean decides. */
const BY_MEANING: [string, RefusalClass, number[]][] = [
  ['a ticket', 'transient', [42012]],
  ['media, urls, ids, tags, pictures', 'data', [40004, 40005, 40006, 40009, 40011, 40033, 40039]],
  ['the same', 'data', [40050, 40068, 40093, 40094, 40123, 43004, 45029, 45034, 50002, 830002]],
  ['missing fields', 'data', [41006, 41009, 41016, 41033, 41035]],
  ['contact ways and mass sends', 'data', [...range(41041, 41049), 41054, 41064, 41065, 41093]],
  ['attachments', 'data', [...range(41080, 41082), ...range(41088, 41090)]],
  ['rights and settings', 'config', [41055, 41057, 41058, 43012, 45031, 60030]],
  ['the same', 'config', [...range(92000, 92003), 93006, 93008]],
  ['a stream that ended', 'expired', [846605, 846608]],
]

test.each(TABLE)('%i of the reference stands in the table', (code) => {
  expect(meaningOf(code).isKnown).toBe(true)
})

test('every code of the reference has a class that is held to here', () => {
  const classed = new Set(rows.map(([code]) => code))
  expect(TABLE.filter((code) => !classed.has(code))).toEqual([])
})

const rows = [...GLOBAL, ...CUSTOMER_SERVICE, ...BY_MEANING].flatMap(([what, refusal, codes]) =>
  codes.map((code) => [code, refusal, what] as const),
)

test.each(rows)('%i is %s (%s)', (code, refusal) => {
  expect(meaningOf(code)).toMatchObject({ isKnown: true, refusal })
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
    expect(meaningOf(code)).toEqual({ isKnown: false, refusal: 'data', retryAfterMs: undefined })
  },
)
