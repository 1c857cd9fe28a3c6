/** Whether a broadcast came out right, and within what it may take. */
import type { Broadcast } from './broadcast.ts'
import { expectedOf } from './homes.ts'
import { JUDGED_FROM, type Step, TARGETS } from './targets.ts'

/** What is wrong with the counts, in words; none when everybody was told or is to be called, once. */
export function wrongCounts(result: Broadcast): readonly string[] {
  const { homes, planned, states, shown, called, twice, ended, crowded, paced } = result
  const expected = expectedOf(homes)
  const sent = expected['sent'] ?? 0
  const wants: readonly (readonly [string, number, number])[] = [
    ['people of the preview', planned.people, homes],
    ...[...new Set([...Object.keys(expected), ...Object.keys(states)])].map(
      (state) => [`homes ${state}`, states[state] ?? 0, expected[state] ?? 0] as const,
    ),
    ['sent as shown', shown.sent, sent],
    ['unsent as shown', shown.unsent, 0],
    ['missed as shown', shown.missed, homes - sent],
    ['homes to be called', called, homes - sent],
    ['accounts told twice', twice, 0],
    ['tasks in the crowded minute', crowded, 0],
    ['words to staff that left', paced.sent, paced.queued],
    ['words to staff above the pace', paced.tooFast, 0],
  ]
  const wrong = wants.flatMap(([what, found, wanted]) =>
    found === wanted ? [] : [`${what}: ${found}, not ${wanted}`],
  )
  return ended === 'PARTLY_FAILED' ? wrong : [...wrong, `the notice is ${ended}`]
}

export interface Judged {
  readonly what: string
  readonly measured: number
  readonly most: number
  readonly unit: string
  readonly isMet: boolean
}

export function judge(results: readonly Broadcast[]): readonly Judged[] {
  const steps = Object.entries(TARGETS.perThousand) as [Step, number][]
  const large = results.filter(({ homes }) => homes >= JUDGED_FROM)
  const times = large.flatMap(({ homes, used }) =>
    steps.map(([step, most]) =>
      judged({
        what: `${step}, ${homes.toLocaleString('en')} homes`,
        measured: (used[step].cpuMs * 1000) / homes,
        ...{ most, unit: 'CPU ms for 1,000' },
      }),
    ),
  )
  const peaks = results.map(({ used }) => Math.max(...steps.map(([step]) => used[step].peak)))
  const [first, last] = [peaks[0], peaks.at(-1)]
  if (results.length < 2 || first === undefined || last === undefined) return times
  const what = 'peak of memory, most homes above fewest'
  const most = TARGETS.moreMemoryMiB
  return [...times, judged({ what, measured: last - first, most, unit: 'MiB' })]
}

function judged(one: Omit<Judged, 'isMet'>): Judged {
  return { ...one, isMet: one.measured <= one.most }
}
