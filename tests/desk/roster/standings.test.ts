/** Who is on duty at an instant and why, told without a database. */
import { describe, expect, test } from 'vitest'
import { nextChanges, workedSpans } from '../../../src/desk/roster/changes.ts'
import type { RosterPlan } from '../../../src/desk/roster/plan.ts'
import { covers } from '../../../src/desk/roster/span.ts'
import { standingsAt } from '../../../src/desk/roster/standings.ts'
import { type Seeded, seeded } from '../clocks/seeded.ts'
import { anOverride, aPattern, aPerson, aPlan, between } from './plans.ts'

/** Thursday 26 November 2026, as the estate's clock shows it. */
const at = (time: string, day = '26') => Date.parse(`2026-11-${day}T${time}:00+08:00`)
const span = (from: string, to: string) =>
  between(`2026-11-26T${from}:00+08:00`, `2026-11-26T${to}:00+08:00`)

const stateOf = (plan: RosterPlan, id: string, when: number) => {
  const standing = standingsAt(plan, when).get(id)
  return [standing?.state, standing?.cause]
}

describe('patterns', () => {
  const work = aPattern({
    weekdays: [1, 2, 3, 4, 5],
    staffIds: ['甲'],
    startTime: '08:30',
    endTime: '17:30',
  })
  test.each<[string, number, string]>([
    ['a minute before', at('08:29'), 'off'],
    ['at the start', at('08:30'), 'duty'],
    ['a moment before the end', at('17:30') - 1, 'duty'],
    ['at the end', at('17:30'), 'off'],
    ['on Saturday', at('10:00', '28'), 'off'],
  ])('%s', (_when, when, state) => {
    expect(stateOf(aPlan({ ids: ['甲'], patterns: [work] }), '甲', when)[0]).toBe(state)
  })

  const night = aPattern({ staffIds: ['甲'], startTime: '20:00', endTime: '08:00', weekdays: [4] })
  test.each<[string, number, string]>([
    ['Thursday night', at('23:00'), 'duty'],
    ['the morning after belongs to Thursday', at('07:59', '27'), 'duty'],
    ['it ends', at('08:00', '27'), 'off'],
    ['Friday night', at('23:00', '27'), 'off'],
    ['Thursday morning is Wednesday’s', at('07:00'), 'off'],
  ])('overnight: %s', (_when, when, state) => {
    expect(stateOf(aPlan({ ids: ['甲'], patterns: [night] }), '甲', when)[0]).toBe(state)
  })

  test('equal start and end are 24 hours, of the day they start on', () => {
    const day = aPattern({ staffIds: ['甲'], startTime: '08:00', endTime: '08:00', weekdays: [4] })
    const plan = aPlan({ ids: ['甲'], patterns: [day] })
    expect(
      workedSpans(plan, '甲', between('2026-11-20T00:00Z', '2026-12-02T00:00Z')),
    ).toMatchObject([{ startAt: at('08:00'), endAt: at('08:00', '27') }])
  })

  test.each<[string, string, string | null, boolean]>([
    ['begins today', '2026-11-26', null, true],
    ['begins tomorrow', '2026-11-27', null, false],
    ['ended today', '2026-11-01', '2026-11-26', false],
    ['ends tomorrow', '2026-11-01', '2026-11-27', true],
  ])('a pattern that %s', (_what, validFrom, validTo, holds) => {
    const pattern = aPattern({ staffIds: ['甲'], validFrom, validTo })
    const [state] = stateOf(aPlan({ ids: ['甲'], patterns: [pattern] }), '甲', at('10:00'))
    expect(state).toBe(holds ? 'duty' : 'off')
  })

  test.each<['any' | 'workdays' | 'holidays', string, boolean]>([
    ['any', '2026-10-01', true],
    ['workdays', '2026-10-01', false],
    ['holidays', '2026-10-01', true],
    ['any', '2026-10-10', false],
    ['workdays', '2026-10-10', true],
    ['holidays', '2026-10-10', false],
    ['workdays', '2026-10-12', true],
    ['holidays', '2026-10-12', false],
  ])('%s days on %s', (days, day, holds) => {
    // National day is off, and a Saturday is worked for it.
    const book = {
      zone: 'Asia/Shanghai',
      days: new Map([
        ['2026-10-01', { kind: 'off' as const, asWeekday: null }],
        ['2026-10-10', { kind: 'work' as const, asWeekday: null }],
      ]),
    }
    const pattern = aPattern({ staffIds: ['甲'], days, weekdays: [1, 2, 3, 4, 5] })
    const plan = aPlan({ ids: ['甲'], patterns: [pattern], book })
    const [state] = stateOf(plan, '甲', Date.parse(`${day}T10:00:00+08:00`))
    expect(state).toBe(holds ? 'duty' : 'off')
  })

  test('everybody of a team works its pattern, and nobody else', () => {
    const people = [
      aPerson('甲', { teamId: '水电' }),
      aPerson('乙', { teamId: '水电' }),
      aPerson('丙'),
    ]
    const plan = aPlan({ ids: [], people, patterns: [aPattern({ teamId: '水电' })] })
    const states = [...standingsAt(plan, at('10:00')).values()].map(({ state }) => state)
    expect(states).toEqual(['duty', 'duty', 'off'])
  })
})

describe('turns', () => {
  const rota = aPattern({
    startTime: '08:00',
    endTime: '08:00',
    turns: 'daily',
    staffIds: ['甲', '乙', '丙'],
    anchorDay: '2026-11-26',
    anchorId: '甲',
  })
  const onDuty = (plan: RosterPlan, when: number) =>
    [...standingsAt(plan, when)].filter(([, { state }]) => state === 'duty').map(([id]) => id)

  test('one hands over to the next at the hour', () => {
    const plan = aPlan({ ids: ['甲', '乙', '丙'], patterns: [rota] })
    expect(onDuty(plan, at('08:00'))).toEqual(['甲'])
    expect(onDuty(plan, at('08:00', '27') - 1)).toEqual(['甲'])
    expect(onDuty(plan, at('08:00', '27'))).toEqual(['乙'])
    expect(onDuty(plan, at('09:00', '28'))).toEqual(['丙'])
    expect(onDuty(plan, at('09:00', '29'))).toEqual(['甲'])
    expect(onDuty(plan, at('09:00', '25'))).toEqual(['丙'])
  })
  test('somebody new at the end or the front changes nobody’s turn of today', () => {
    const ids = ['新', '甲', '乙', '丙', '丁']
    const plan = aPlan({ ids, patterns: [{ ...rota, staffIds: ids }] })
    expect(onDuty(plan, at('09:00'))).toEqual(['甲'])
    expect(onDuty(plan, at('09:00', '27'))).toEqual(['乙'])
  })
  test('whoever has left is passed over, and the others keep their days', () => {
    const plan = aPlan({ ids: ['甲', '丙'], patterns: [rota] })
    expect(onDuty(plan, at('09:00', '27'))).toEqual(['丙'])
    expect(onDuty(plan, at('09:00', '29'))).toEqual(['甲'])
  })
  test('weekly turns change on the anchor’s weekday', () => {
    const weekly = { ...rota, turns: 'weekly' as const, anchorDay: '2026-11-23' }
    const plan = aPlan({ ids: ['甲', '乙', '丙'], patterns: [weekly] })
    expect(onDuty(plan, at('07:59', '30'))).toEqual(['甲'])
    expect(onDuty(plan, at('08:00', '30'))).toEqual(['乙'])
  })
})

describe('what changes the roster', () => {
  const patterns = [aPattern({ staffIds: ['甲'] })]
  const plan = (more: Partial<RosterPlan>) => aPlan({ ids: ['甲', '乙'], patterns, ...more })
  const over = (add: string | null, remove: string | null) =>
    anOverride({
      ...(add && { add }),
      ...(remove && { remove }),
      startAt: '2026-11-26T12:00:00+08:00',
      endAt: '2026-11-26T14:00:00+08:00',
    })

  test.each<[string, Partial<RosterPlan>, [string, string], [string, string]]>([
    ['nothing', {}, ['duty', 'pattern'], ['off', 'no_shift']],
    ['added', { overrides: [over('乙', null)] }, ['duty', 'pattern'], ['duty', 'added']],
    ['taken off', { overrides: [over(null, '甲')] }, ['off', 'taken_off'], ['off', 'no_shift']],
    ['replaced', { overrides: [over('乙', '甲')] }, ['off', 'replaced'], ['duty', 'stands_in']],
    [
      'back again',
      { overrides: [over('乙', '甲'), over('甲', '乙')] },
      ['duty', 'stands_in'],
      ['off', 'replaced'],
    ],
    [
      'who is not on duty is not replaced',
      { overrides: [over('甲', '乙')] },
      ['duty', 'pattern'],
      ['off', 'no_shift'],
    ],
    [
      'leave',
      { leaves: [{ staffId: '甲', replacementId: '乙', ...span('12:00', '14:00') }] },
      ['off', 'on_leave'],
      ['duty', 'stands_in'],
    ],
    [
      'leave of nobody’s hours',
      { leaves: [{ staffId: '乙', replacementId: '甲', ...span('12:00', '14:00') }] },
      ['duty', 'pattern'],
      ['off', 'on_leave'],
    ],
    [
      'leave beats a switch',
      {
        leaves: [{ staffId: '甲', replacementId: null, ...span('12:00', '14:00') }],
        switches: [{ staffId: '甲', state: 'on', ...span('12:00', '14:00') }],
      },
      ['off', 'on_leave'],
      ['off', 'no_shift'],
    ],
    [
      'both on leave',
      {
        leaves: [
          { staffId: '甲', replacementId: '乙', ...span('12:00', '14:00') },
          { staffId: '乙', replacementId: '甲', ...span('12:00', '14:00') },
        ],
      },
      ['off', 'on_leave'],
      ['off', 'on_leave'],
    ],
    [
      'off and busy',
      {
        switches: [
          { staffId: '甲', state: 'off', ...span('12:00', '14:00') },
          { staffId: '甲', state: 'busy', ...span('12:30', '14:00') },
        ],
      },
      ['off', 'busy'],
      ['off', 'no_shift'],
    ],
    [
      'on by their own word',
      { switches: [{ staffId: '乙', state: 'on', ...span('12:00', '14:00') }] },
      ['duty', 'pattern'],
      ['duty', 'switched_on'],
    ],
  ])('%s', (_what, more, first, second) => {
    const changed = plan(more)
    expect([stateOf(changed, '甲', at('13:00')), stateOf(changed, '乙', at('13:00'))]).toEqual([
      first,
      second,
    ])
    // At the end of the stretch all is as it was.
    expect(stateOf(changed, '甲', at('14:00'))).toEqual(['duty', 'pattern'])
    expect(stateOf(changed, '乙', at('14:00'))).toEqual(['off', 'no_shift'])
  })

  test('duty counts more than standby, and a stand-in covers the other’s area', () => {
    const people = [aPerson('甲', { areas: ['1'] }), aPerson('乙', { areas: ['2'] })]
    const both = aPlan({
      ids: [],
      people,
      patterns: [
        aPattern({ name: '备班', kind: 'standby', staffIds: ['甲', '乙'] }),
        aPattern({ name: '值班', staffIds: ['甲'] }),
      ],
      overrides: [over('乙', '甲')],
    })
    expect(standingsAt(both, at('10:00')).get('甲')).toMatchObject({ state: 'duty', name: '值班' })
    expect(standingsAt(both, at('10:00')).get('乙')).toMatchObject({
      state: 'standby',
      areas: ['2'],
    })
    expect(standingsAt(both, at('13:00')).get('乙')).toMatchObject({ state: 'duty', areas: ['1'] })
  })

  test('roles outside the roster are on duty at any hour until something takes them off', () => {
    const people = [aPerson('班长', { isRostered: false }), aPerson('乙')]
    const away = { staffId: '班长', replacementId: '乙', ...span('12:00', '14:00') }
    const off = aPlan({ ids: [], people, leaves: [away] })
    expect(stateOf(off, '班长', at('03:00'))).toEqual(['duty', 'always'])
    expect(stateOf(off, '班长', at('12:00'))).toEqual(['off', 'on_leave'])
    expect(stateOf(off, '乙', at('12:00'))).toEqual(['duty', 'stands_in'])
  })

  test('the next change is told for each', () => {
    const changed = plan({ overrides: [over('乙', '甲')] })
    const next = nextChanges(changed, { startAt: at('10:00'), endAt: at('10:00', '27') })
    expect([next.get('甲'), next.get('乙')]).toEqual([at('12:00'), at('12:00')])
  })
})

const HOUR = 3_600_000
const IDS = ['甲', '乙', '丙', '丁']
const START = Date.parse('2026-11-20T00:00:00Z')
const TURNS = ['none', 'daily', 'weekly'] as const
const ACTIONS = ['add', 'remove', 'replace'] as const

function somePlan(random: Seeded): RosterPlan {
  const pick = <T>(list: readonly [T, ...T[]]): T => list[random.int(0, list.length - 1)] ?? list[0]
  const who = () => pick(['甲', '乙', '丙', '丁'])
  const time = () => `${String(random.int(0, 23)).padStart(2, '0')}:${pick(['00', '30'])}`
  const some = () => {
    const startAt = START + random.int(0, 130) * HOUR
    return { startAt, endAt: startAt + random.int(1, 40) * HOUR }
  }
  const many = <T>(make: () => T) => Array.from({ length: random.int(0, 4) }, make)
  const pattern = () =>
    aPattern({
      name: time(),
      startTime: time(),
      endTime: time(),
      weekdays: [random.int(1, 4), random.int(5, 7)],
      staffIds: [...new Set([who(), who()])],
      kind: pick(['duty', 'standby']),
      turns: pick(TURNS),
      handoverTime: time(),
    })
  return aPlan({
    ids: IDS,
    shifts: many(() => ({ staffId: who(), kind: 'duty', areas: [], ...some() })),
    patterns: many(pattern),
    overrides: many(() => {
      const action = pick(ACTIONS)
      const staffId = action === 'add' ? null : who()
      return { action, kind: 'duty', staffId, byStaffId: who(), ...some() }
    }),
    leaves: many(() => ({ staffId: who(), replacementId: pick([null, who()]), ...some() })),
    switches: many(() => ({ staffId: who(), state: pick(['off', 'on', 'busy']), ...some() })),
  })
}

const WITHIN = { startAt: START, endAt: START + 150 * HOUR }
const HALF_HOURS = Array.from({ length: 300 }, (_, at) => START + (at * HOUR) / 2)

/** Half hours of which the hours somebody works and what they are at the instant say different things. */
function disagreements(plan: RosterPlan, id: string): number[] {
  const spans = workedSpans(plan, id, WITHIN)
  return HALF_HOURS.filter((when) => {
    const isOff = standingsAt(plan, when).get(id)?.state === 'off'
    return spans.filter((one) => covers(one, when)).length !== (isOff ? 0 : 1)
  })
}

/** Half hours somebody works although they are on leave. */
function workOnLeave(plan: RosterPlan, id: string): number[] {
  const leaves = plan.leaves.filter(({ staffId }) => staffId === id)
  return HALF_HOURS.filter(
    (when) =>
      leaves.some((one) => covers(one, when)) && standingsAt(plan, when).get(id)?.state !== 'off',
  )
}

describe('for any roster', () => {
  test.each(Array.from({ length: 60 }, (_, seed) => seed + 1))(
    'hours and instants agree, and nobody works on leave, seed %i',
    (seed) => {
      const plan = somePlan(seeded(seed))
      for (const id of IDS) {
        expect(disagreements(plan, id)).toEqual([])
        expect(workOnLeave(plan, id)).toEqual([])
      }
    },
  )
})
