import { describe, expect, test } from 'vitest'
import { ALWAYS } from '../../../src/desk/clocks/calendar.ts'
import type { Trigger } from '../../../src/desk/clocks/durations.ts'
import type { LadderSnapshot, LadderStep } from '../../../src/desk/clocks/ladder/ladder-snapshot.ts'
import {
  answerBy,
  type Call,
  firstCall,
  type Ground,
  lookAt,
  nextCall,
  resumedCall,
} from '../../../src/desk/clocks/ladder/ladder-times.ts'
import type { Window } from '../../../src/desk/clocks/window.ts'
import { aCalendar, everyWorkday } from './calendars.ts'

const at = (text: string) => new Date(`2026-11-23T${text}:00+08:00`)
const office = aCalendar(everyWorkday('08:30-17:30'))

function aLadder(
  triggers: readonly Trigger[],
  more: {
    window?: Window
    repeat?: { sec: number; max: number }
    untilTaken?: boolean
    ask?: LadderStep['ask']
  } = {},
): LadderSnapshot {
  return {
    chain: 'test',
    untilTaken: more.untilTaken ?? false,
    zone: 'Asia/Shanghai',
    calendarId: null,
    catchUpSec: 300,
    resumeAfterSec: 1800,
    steps: triggers.map((trigger, index) => ({
      level: index + 1,
      trigger,
      targets: ['lead'],
      window: more.window ?? null,
      repeatSec: index === triggers.length - 1 ? (more.repeat?.sec ?? null) : null,
      repeatMax: more.repeat?.max ?? 0,
      ask: more.ask ?? null,
    })),
  }
}

/** A promise of an hour, given at ten. */
const hour: Ground = {
  startAt: at('10:00'),
  dueAt: at('11:00'),
  targetMs: 3_600_000,
  promiseCalendar: ALWAYS,
  afterCalendar: ALWAYS,
  pauses: [],
}

const usual = aLadder([{ percent: 50 }, { afterSec: 0 }, { afterSec: 900 }, { afterSec: 3600 }])

/** All calls, each made just when it is due, or `lateMs` later. */
function allCalls(ladder: LadderSnapshot, ground: Ground, now: Date, lateMs = 0): string[] {
  const calls: string[] = []
  let call = firstCall(ladder, ground, now)
  while (call && calls.length < 12) {
    calls.push(`${call.step}.${call.round} ${clockTime(call.at)}`)
    const made: Call = { ...call, at: new Date(call.at.getTime() + lateMs) }
    call = nextCall(ladder, ground, made)
  }
  return calls
}

const clockTime = (date: Date) =>
  new Date(date.getTime() + 8 * 3_600_000).toISOString().slice(8, 16)

describe('a ladder calls', () => {
  test('at a share of the time, at the due time, and after it', () => {
    expect(allCalls(usual, hour, at('10:00'))).toEqual([
      '0.0 23T10:30',
      '1.0 23T11:00',
      '2.0 23T11:15',
      '3.0 23T12:00',
    ])
  })

  test('so long before the due time, and at once when the promise is shorter than that', () => {
    expect(allCalls(aLadder([{ beforeSec: 600 }]), hour, at('10:00'))).toEqual(['0.0 23T10:50'])
    expect(allCalls(aLadder([{ beforeSec: 7200 }]), hour, at('10:00'))).toEqual(['0.0 23T10:00'])
  })

  test('the last level again as often as its rule says', () => {
    const ladder = aLadder([{ afterSec: 0 }], { repeat: { sec: 900, max: 2 } })
    expect(allCalls(ladder, hour, at('10:00'))).toEqual([
      '0.0 23T11:00',
      '0.1 23T11:15',
      '0.2 23T11:30',
    ])
  })

  test('without an end when only somebody taking it may end it', () => {
    const ladder = aLadder([{ afterSec: 0 }], { repeat: { sec: 300, max: 0 }, untilTaken: true })
    expect(allCalls(ladder, hour, at('10:00'))).toHaveLength(12)
  })

  test('after the due time in working hours when the chain counts in them', () => {
    const ladder = aLadder([{ afterSec: 0 }, { afterSec: 4 * 3600 }, { afterSec: 9 * 3600 }], {
      repeat: { sec: 9 * 3600, max: 1 },
    })
    const ground = { ...hour, dueAt: at('16:00'), afterCalendar: office }
    expect(allCalls(ladder, ground, at('10:00'))).toEqual([
      '0.0 23T16:00',
      '1.0 24T11:00',
      '2.0 24T16:00',
      '2.1 25T16:00',
    ])
  })

  test('at closing time, when that is when it is due', () => {
    const ground = { ...hour, dueAt: at('17:30'), afterCalendar: office }
    expect(allCalls(aLadder([{ afterSec: 0 }]), ground, at('10:00'))).toEqual(['0.0 23T17:30'])
  })

  test('counted round the clock when its calendar has no hours', () => {
    const ground = { ...hour, afterCalendar: aCalendar({}) }
    expect(allCalls(aLadder([{ afterSec: 900 }]), ground, at('10:00'))).toEqual(['0.0 23T11:15'])
  })

  test('not at night: what falls there waits for the morning', () => {
    const ladder = aLadder([{ afterSec: 0 }, { afterSec: 900 }], {
      window: { from: '08:00', to: '22:00' },
    })
    const ground = { ...hour, dueAt: at('23:00') }
    expect(allCalls(ladder, ground, at('10:00'))).toEqual(['0.0 24T08:00', '1.0 24T08:05'])
  })
})

describe('a ladder that begins or is made late', () => {
  test('calls the first level now and climbs at a distance, never all together', () => {
    expect(allCalls(usual, hour, at('11:40'))).toEqual([
      '0.0 23T11:40',
      '1.0 23T11:45',
      '2.0 23T11:50',
      '3.0 23T12:00',
    ])
  })

  test('keeps a distance shorter than the usual one', () => {
    const close = aLadder([{ percent: 50 }, { percent: 51 }, { afterSec: 0 }])
    expect(allCalls(close, hour, at('12:00'))).toEqual([
      '0.0 23T12:00',
      '1.0 23T12:00',
      '2.0 23T12:05',
    ])
  })

  test('is not delayed by alarms that ring a little late', () => {
    expect(allCalls(usual, hour, at('10:00'), 900)).toEqual([
      '0.0 23T10:30',
      '1.0 23T11:00',
      '2.0 23T11:15',
      '3.0 23T12:00',
    ])
  })
})

describe('a ladder that stood still', () => {
  test('goes on at its step, by the moved due time', () => {
    const ground = { ...hour, dueAt: at('12:00') }
    expect(resumedCall(usual, ground, { step: 2, round: 0 }, at('11:30'))?.at).toEqual(at('12:15'))
  })

  test('makes at once the call it missed', () => {
    expect(resumedCall(usual, hour, { step: 2, round: 0 }, at('11:30'))?.at).toEqual(at('11:30'))
  })

  test('waits for the next turn of a repeat', () => {
    const ladder = aLadder([{ afterSec: 0 }], { repeat: { sec: 900, max: 3 } })
    const call = resumedCall(ladder, hour, { step: 0, round: 2 }, at('11:50'))
    expect(call).toEqual({ step: 0, round: 2, at: at('12:05') })
  })

  test('has nothing to go on with after its last call', () => {
    expect(resumedCall(usual, hour, { step: 4, round: 0 }, at('11:50'))).toBeNull()
  })

  test('counts the shares of its time without the pause', () => {
    const pauses = [{ fromAt: at('10:10'), toAt: at('10:40') }]
    const ground = { ...hour, dueAt: at('11:30'), pauses }
    expect(firstCall(usual, ground, at('10:40'))?.at).toEqual(at('11:00'))
  })
})

describe('a ladder somebody took', () => {
  test.each([
    ['before the due time: half an hour after that', '10:40', '11:30'],
    ['after the due time: half an hour later', '11:20', '11:50'],
  ])('is looked at again, %s', (_name, ackAt, expected) => {
    expect(lookAt(usual, hour, { step: 2, round: 0 }, at(ackAt))).toEqual(at(expected))
  })

  const asking = aLadder([{ percent: 50 }, { afterSec: 0 }], {
    ask: { everySec: 1800, waitSec: 900 },
  })

  test.each([
    ['every so often before the due time', '10:10', '10:40'],
    ['in time for an answer before it begins again', '10:50', '11:15'],
    ['in time for an answer, taken late', '11:20', '11:35'],
  ])('is asked about, %s', (_name, heardAt, expected) => {
    expect(lookAt(asking, hour, { step: 1, round: 0 }, at(heardAt))).toEqual(at(expected))
  })

  test('has so long to answer, and none where nobody asks', () => {
    expect(answerBy(asking, hour, { step: 1, round: 0 }, at('11:15'))).toEqual(at('11:30'))
    expect(answerBy(usual, hour, { step: 1, round: 0 }, at('11:15'))).toBeNull()
  })

  test('is asked in working hours, outside the quiet ones, and by the level it was taken at', () => {
    const inOffice = { ...hour, dueAt: at('17:20'), afterCalendar: office }
    const place = { step: 1, round: 0 }
    const next = '2026-11-24T00:35:00.000Z'
    expect(lookAt(asking, inOffice, place, at('17:20')).toISOString()).toBe(next)
    const quiet = aLadder([{ percent: 50 }, { afterSec: 0 }], {
      window: { from: '08:00', to: '22:00' },
      ask: { everySec: 36_000, waitSec: 900 },
    })
    const late = { ...hour, dueAt: at('21:50') }
    const morning = '2026-11-24T00:00:00.000Z'
    expect(lookAt(quiet, late, place, at('21:50')).toISOString()).toBe(morning)
    const [first, second] = asking.steps
    if (!first || !second) throw new Error('two steps')
    const rare = { everySec: 3 * 3600, waitSec: 60 }
    const byLevel = { ...asking, steps: [first, { ...second, ask: rare }] }
    const far = { ...hour, dueAt: at('18:00') }
    expect(lookAt(byLevel, far, { step: 1, round: 0 }, at('10:10'))).toEqual(at('10:40'))
    expect(lookAt(byLevel, far, { step: 1, round: 1 }, at('10:10'))).toEqual(at('13:10'))
  })
})

test('a ladder without steps never calls', () => {
  expect(firstCall(aLadder([]), hour, at('10:00'))).toBeNull()
  expect(nextCall(aLadder([]), hour, { step: 0, round: 0, at: at('10:00') })).toBeNull()
})
