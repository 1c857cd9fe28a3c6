/** What of the start bench needs no time: the slope, the sizes of processes, what is judged and how it is said. */
import { describe, expect, test } from 'vitest'
import { judge } from './judge.ts'
import { residentMiB, slopeOf } from './memory.ts'
import type { Standing } from './start-bench.ts'
import { startLines } from './start-lines.ts'
import { SLOPE_FROM_MINUTES, TARGETS } from './targets.ts'

describe('the slope of memory', () => {
  const samplesOf = (mib: (minute: number) => number) =>
    Array.from({ length: 21 }, (_, index) => ({ minute: index / 2, mib: mib(index / 2) }))

  test.each<[string, (minute: number) => number, number]>([
    ['flat', () => 200, 0],
    ['growing by two a minute', (minute) => 200 + 2 * minute, 2],
    ['growing at first only', (minute) => 200 + Math.min(minute, 5), 0],
  ])('%s', (_name, mib, expected) => {
    expect(slopeOf(samplesOf(mib))).toBeCloseTo(expected)
  })

  test('of nothing there is none', () => {
    expect(slopeOf([])).toBe(0)
  })
})

test('a process that is gone holds nothing anybody could tell', () => {
  expect(residentMiB(2 ** 30)).toBeNull()
})

describe('judging', () => {
  const standing: Standing = {
    ...{ minutes: SLOPE_FROM_MINUTES, messages: 1, slope: 0 },
    ...{ idleNode: 1, idleDatabase: 1, loadedNode: 1, loadedDatabase: 1 },
  }
  const good = { ratios: { first: 1, later: 1 }, stop: 1, reply: 1, standing }
  const missed = (change: Partial<typeof good>) =>
    judge({ ...good, ...change })
      .filter(({ isMet }) => !isMet)
      .map(({ what }) => what)

  test('each aim is missed alone', () => {
    expect(missed({})).toEqual([])
    expect(missed({ stop: TARGETS.stop + 1 })).toEqual(['SIGTERM to the end'])
    expect(missed({ ratios: { first: 1, later: 2 } })).toEqual(['later start by the peer'])
    const loadedNode = TARGETS.loadedNode + 1
    expect(missed({ standing: { ...standing, loadedNode } })).toEqual([
      'after the load, the process',
    ])
  })

  test('a slope is judged only when the load was long enough', () => {
    const slope = TARGETS.slope + 1
    expect(missed({ standing: { ...standing, slope } })).toHaveLength(1)
    expect(missed({ standing: { ...standing, slope, minutes: 1 } })).toEqual([])
  })

  test('where the system tells nothing, nothing is missed, and lines say so', () => {
    const untold = {
      ...standing,
      idleNode: null,
      idleDatabase: null,
      loadedNode: null,
      slope: null,
    }
    expect(missed({ standing: untold })).toEqual([])
    const starts = { name: 'one', first: [1], later: [2], stop: [3] }
    const lines = startLines({
      ...{ desk: starts, peer: starts, ratios: good.ratios, returned: { ready: [4], reply: [5] } },
      installed: { seconds: null, megabytes: null, skipped: 'ENOTFOUND' },
      ...{ standing: untold, judged: judge({ ...good, standing: untold }), isGood: true },
    }).join('\n')
    expect(lines).toContain('not judged')
    expect(lines).toContain('skipped: npm ci (ENOTFOUND)')
  })
})
