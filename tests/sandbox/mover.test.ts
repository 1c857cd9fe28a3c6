import { describe, expect, test } from 'vitest'
import { StillBusy, waitUntilIdle } from '../../src/sandbox/idle.ts'
import { mover, type SandboxTime } from '../../src/sandbox/mover.ts'

const START = Date.parse('2026-11-23T01:00:00Z')
const MINUTE = 60_000

/** A desk with timers: each is passed when the clock stands at it and the desk was idle. */
function openTime(due: readonly number[], idle: () => Promise<void> = async () => undefined) {
  let now = START
  const steps: string[] = []
  const open = [...due].sort((a, b) => a - b)
  const say = (what: string, at: Date) => steps.push(`${what} ${(at.getTime() - START) / MINUTE}`)
  const time: SandboxTime = {
    now: () => new Date(now),
    nextDueAt: async (before) => {
      const next = open[0]
      return next === undefined || next > before.getTime() ? null : new Date(next)
    },
    set: async (at) => {
      now = at.getTime()
      say('desk', at)
    },
  }
  const control = { setClock: async (at: Date) => void say('platform', at) }
  const clock = mover({
    time,
    control,
    idle: async () => {
      await idle()
      while (open[0] !== undefined && open[0] <= now) open.shift()
      steps.push('idle')
    },
  })
  return { clock, steps, now: () => now, open }
}

describe('moving the clock', () => {
  test('stops at everything that is due, idle between, the platform always first', async () => {
    const { clock, steps } = openTime([START + 10 * MINUTE, START + 25 * MINUTE])
    const at = await clock.advance(30 * MINUTE)
    expect(at).toEqual(new Date(START + 30 * MINUTE))
    expect(steps).toEqual([
      'idle',
      'platform 10',
      'desk 10',
      'idle',
      'platform 25',
      'desk 25',
      'idle',
      'platform 30',
      'desk 30',
      'idle',
    ])
  })

  test('passes a timer that another timer made on the way', async () => {
    let made = false
    const desk = openTime([START + 10 * MINUTE], async () => {
      if (!made && desk.now() === START + 10 * MINUTE) {
        made = true
        desk.open.push(START + 20 * MINUTE)
      }
    })
    await desk.clock.advance(60 * MINUTE)
    expect(desk.steps.filter((step) => step.startsWith('desk'))).toEqual([
      'desk 10',
      'desk 20',
      'desk 60',
    ])
  })

  test('what is overdue is waited for, not jumped back to', async () => {
    const { clock, steps } = openTime([START - 5 * MINUTE])
    await clock.advance(MINUTE)
    expect(steps).not.toContain('desk -5')
  })

  test('by nothing waits for idleness only', async () => {
    const { clock, steps } = openTime([])
    await clock.advance(0)
    expect(steps).toEqual(['idle', 'idle'])
  })

  test('a second mover waits for the first and goes on from there', async () => {
    const { clock, now } = openTime([START + 10 * MINUTE])
    const both = await Promise.all([clock.advance(30 * MINUTE), clock.advance(15 * MINUTE)])
    expect(both.map((at) => at.getTime() - START)).toEqual([30 * MINUTE, 45 * MINUTE])
    expect(now()).toBe(START + 45 * MINUTE)
  })

  test('tells where it is going while it goes, and nothing afterwards', async () => {
    let during: Date | undefined
    const desk = openTime([START + MINUTE], async () => {
      during ??= desk.clock.target()
    })
    expect(desk.clock.target()).toBeUndefined()
    await desk.clock.advance(5 * MINUTE)
    expect(during).toEqual(new Date(START + 5 * MINUTE))
    expect(desk.clock.target()).toBeUndefined()
  })

  test('stops where the desk does not come to rest; the next mover may try again', async () => {
    let busy = true
    const { clock, now } = openTime([START + 10 * MINUTE], async () => {
      if (busy && now() > START) throw new StillBusy(['a send to chen'])
    })
    await expect(clock.advance(30 * MINUTE)).rejects.toThrow('还有事情没有做完')
    expect(now()).toBe(START + 10 * MINUTE)
    expect(clock.target()).toBeUndefined()
    busy = false
    await clock.advance(MINUTE)
    expect(now()).toBe(START + 11 * MINUTE)
  })

  test('does not go round for ever on a timer that never passes', async () => {
    const stuck: SandboxTime = {
      now: () => new Date(START),
      nextDueAt: async () => new Date(START - MINUTE),
      set: async () => undefined,
    }
    const clock = mover({
      time: stuck,
      control: { setClock: async () => undefined },
      idle: async () => undefined,
    })
    await expect(clock.advance(MINUTE)).rejects.toMatchObject({
      what: [expect.stringContaining('a timer of')],
    })
  })
})

describe('idleness', () => {
  const nothing = { revision: 7, count: 0, what: [], givenUp: 0 }
  let clock = 0
  const systemNow = () => {
    clock += 1
    return clock
  }

  test('is when desk and platform have nothing and the platform did nothing while the desk was asked', async () => {
    const asked: string[] = []
    const revisions = [7, 8, 8, 8]
    await waitUntilIdle({
      deskPending: async () => {
        asked.push('desk')
        return { count: 0, what: [] }
      },
      platformPending: async () => {
        asked.push('platform')
        return { ...nothing, revision: revisions.shift() ?? 8 }
      },
      systemNow,
      stopping: new AbortController().signal,
    })
    // The first round saw the platform change: something may have reached the desk after it was asked.
    expect(asked).toEqual(['platform', 'desk', 'platform', 'platform', 'desk', 'platform'])
  })

  test('is waited for while either has something', async () => {
    let desk = 3
    let platform = 2
    await waitUntilIdle({
      deskPending: async () => {
        desk -= desk > 0 ? 1 : 0
        return { count: desk, what: [] }
      },
      platformPending: async () => {
        platform -= platform > 0 ? 1 : 0
        return { ...nothing, count: platform }
      },
      systemNow,
      stopping: new AbortController().signal,
    })
    expect([desk, platform]).toEqual([0, 0])
  })

  test('is not waited for by a desk that stops', async () => {
    const stopping = new AbortController()
    const waiting = waitUntilIdle({
      deskPending: async () => {
        stopping.abort()
        return { count: 1, what: ['a turn'] }
      },
      platformPending: async () => nothing,
      systemNow,
      stopping: stopping.signal,
    })
    await expect(waiting).rejects.toMatchObject({ what: ['管家正在停止'] })
  })

  test('that does not come is given up, with all that is pending', async () => {
    const waiting = waitUntilIdle({
      deskPending: async () => ({ count: 1, what: ['a send to chen'] }),
      platformPending: async () => ({ ...nothing, count: 1, what: ['callback on lane kf'] }),
      systemNow,
      stopping: new AbortController().signal,
      longestMs: 5,
    })
    await expect(waiting).rejects.toMatchObject({
      what: ['a send to chen', 'callback on lane kf'],
    })
  })
})
