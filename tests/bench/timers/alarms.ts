/** Ten thousand alarms due within ten seconds, kept by the desk's own loop, and how late each rang. */
import { v7 as newId } from 'uuid'
import { WIDTH } from '../../../src/app/width.ts'
import { startLoop } from '../../../src/jobs/loop.ts'
import { nextTimerAt, sweepTimers } from '../../../src/timers/sweep.ts'
import { type NewTimer, setTimers } from '../../../src/timers/timers.ts'
import { ACCOUNT, type BenchDesk, CORP } from '../bench-desk.ts'
import { CLOCK, dueTimes, type Wave, waveOf } from './wave.ts'

/** Of the setting, so that a slow insert makes no alarm late. */
const AHEAD_MS = 3_000
const PER_STATEMENT = 1_000
const GIVE_UP_MS = 120_000

/** Whom the alarms of talks are for. */
export const PEOPLE = 32

/** Those of talks are kept many at once, those of promises each alone. */
export type AlarmKind = 'talk' | 'promise'

export async function ringAll(
  desk: BenchDesk,
  kind: AlarmKind,
  { count, withinMs }: { readonly count: number; readonly withinMs: number },
): Promise<Wave> {
  const dueAt = dueTimes(count, withinMs, AHEAD_MS)
  await setAll(desk, kind, dueAt)
  const rung = new Map<string, number[]>()
  const stopping = new AbortController()
  const all = new Promise<void>((resolve) => {
    stopping.signal.addEventListener('abort', () => resolve())
  })
  const loop = startLoop({
    ...{ clock: CLOCK, stopping: stopping.signal },
    drain: (signal) =>
      sweepTimers(
        sweepOf(desk, (key) => note(rung, key, count, stopping)),
        signal,
      ),
    nextAt: () => nextTimerAt(desk.db),
    onError: (error) => {
      throw error
    },
  })
  const patience = setTimeout(() => stopping.abort(), withinMs + GIVE_UP_MS)
  await all
  clearTimeout(patience)
  await loop.ended
  return waveOf(dueAt, (n) => rung.get(`wave/${n}`) ?? [])
}

function note(rung: Map<string, number[]>, key: string, count: number, stopping: AbortController) {
  rung.set(key, [...(rung.get(key) ?? []), Date.now()])
  if (rung.size === count) stopping.abort()
}

function sweepOf(
  { db, talk }: BenchDesk,
  onRing: (key: string) => void,
): Parameters<typeof sweepTimers>[0] {
  const { ring, ringTogether } = talk
  return {
    ...{ db, clock: CLOCK, width: WIDTH },
    ring: async (tx, now, timer) => {
      await ring(tx, now, timer)
      onRing(timer.key)
    },
    ringTogether: new Map(
      [...ringTogether].map(([name, ringMany]): [string, typeof ringMany] => [
        name,
        async (tx, now, timers) => {
          await ringMany(tx, now, timers)
          for (const { key } of timers) onRing(key)
        },
      ]),
    ),
    onFailure: (_timer, error) => {
      throw error
    },
  }
}

async function setAll({ db }: BenchDesk, kind: AlarmKind, dueAt: readonly number[]): Promise<void> {
  const wave = newId()
  for (let from = 0; from < dueAt.length; from += PER_STATEMENT) {
    const alarms = dueAt.slice(from, from + PER_STATEMENT).map((due, n): NewTimer => {
      const key = `wave/${from + n}`
      return { ...alarmOf(kind, `${wave}-${from + n}`, n % PEOPLE), key, dueAt: new Date(due) }
    })
    await db.transaction().execute((tx) => setTimers({ tx, now: new Date(), newId }, alarms))
  }
}

/** A promise's finds that its clock runs no more: what it costs beyond that is the matter's, not the alarm's. */
function alarmOf(kind: AlarmKind, id: string, person: number): Omit<NewTimer, 'key' | 'dueAt'> {
  if (kind === 'promise') return { name: 'clocks.due', payload: { clockId: id } }
  const conversationId = `wecom-kf/${CORP}/${ACCOUNT}/u${person}`
  const timer = { name: 'remind', runId: id, generation: 1 }
  return { name: 'talk', payload: { corpId: CORP, conversationId, timer }, conversationId }
}
