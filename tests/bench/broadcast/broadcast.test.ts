/** The broadcast at a small size: every count of it, and what is judged wrong or too much. */
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { openDatabase } from '../../../src/database/open-database.ts'
import { readRules } from '../../../src/desk/rules.ts'
import { type Broadcast, broadcast } from './broadcast.ts'
import { broadcastLines } from './broadcast-lines.ts'
import { expectedOf } from './homes.ts'
import { judge, wrongCounts } from './judge.ts'
import { countTooFast } from './pace.ts'
import { seededHomes } from './seeded-homes.ts'
import { TARGETS } from './targets.ts'

/** Three stewards, of whom two are asked for two parts each and one has a home or two. */
const HOMES = 2002
let result: Broadcast

beforeAll(async () => {
  const shipped = await readRules()
  const rules = { ...shipped, notices: { ...shipped.notices, per_task: 500 } }
  const { url, drop } = await seededHomes(inject('serverUrl'), HOMES)
  const open = openDatabase(url, () => undefined)
  try {
    result = await broadcast(open, { homes: HOMES, rules })
  } finally {
    await open.close()
    await drop()
  }
}, 120_000)

test('everybody is told once or is to be called, and every count says so', () => {
  expect(wrongCounts(result)).toEqual([])
  expect(Object.values(result.states).reduce((sum, homes) => sum + homes, 0)).toBe(HOMES)
})

test('a steward of more people than a task may have gets several tasks', () => {
  expect(result.tasks).toBeGreaterThan(4)
})

test('the estate holds every way to be told, and every reason not to be', () => {
  expect(Object.keys(expectedOf(HOMES)).sort()).toEqual([
    'no_contact',
    'not_customer',
    'over_cap',
    'sent',
  ])
})

describe('what is wrong is told', () => {
  test.each<[string, Partial<Broadcast>]>([
    ['people of the preview: 2001, not 2002', { planned: { people: 2001, reached: 2000 } }],
    ['accounts told twice: 1, not 0', { twice: 1 }],
    ['the notice is SENDING', { ended: 'SENDING' }],
    ['tasks in the crowded minute: 2, not 0', { crowded: 2 }],
  ])('%s', (words, change) => {
    expect(wrongCounts({ ...result, ...change })).toContain(words)
  })
})

describe('judging', () => {
  const one = { tookMs: 1, cpuMs: 1, before: 100, peak: 100, after: 100 }
  const used = { plan: one, send: one, account: one, progress: one }
  const small = () => ({ ...result, used })

  test('a peak of memory that grows with the homes is missed', () => {
    const peak = 100 + TARGETS.moreMemoryMiB + 1
    const large = { ...result, homes: 100_000, used: { ...used, plan: { ...one, peak } } }
    expect(judge([small(), large]).filter(({ isMet }) => !isMet)).toMatchObject([
      { unit: 'MiB', measured: TARGETS.moreMemoryMiB + 1 },
    ])
  })

  test('time is judged by the thousand, and only where homes outweigh what every notice costs', () => {
    const cpuMs = TARGETS.perThousand.plan * 10 + 1
    const slow = { ...used, plan: { ...one, cpuMs } }
    expect(judge([{ ...small(), homes: 1000, used: slow }])).toEqual([])
    const judged = judge([{ ...small(), homes: 10_000, used: slow }])
    expect(judged.filter(({ isMet }) => !isMet).map(({ what }) => what)).toEqual([
      'plan, 10,000 homes',
    ])
  })

  test('lines name what is wrong and what is missed', () => {
    const judged = [{ what: 'plan', measured: 2, most: 1, unit: 'MiB', isMet: false }]
    const sizes = [{ ...result, wrong: ['accounts told twice: 1, not 0'] }]
    const lines = broadcastLines({ sizes, judged, isGood: false }).join('\n')
    expect(lines).toContain('WRONG accounts told twice: 1, not 0')
    expect(lines).toMatch(/plan .*MISSED/)
  })
})

test.each([
  ['far enough apart', [0, 30_000, 60_000], 0],
  ['the third within a minute of the first', [0, 30_000, 59_999], 1],
  ['all at once', [0, 0, 0, 0], 2],
])('two a minute: %s', (_name, times, expected) => {
  expect(countTooFast(times, [{ count: 2, seconds: 60 }])).toBe(expected)
})
