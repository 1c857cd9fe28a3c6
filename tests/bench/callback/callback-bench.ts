/** `npm run bench -- callback`: servers that take WeCom's callbacks, asked in turns, against what ours is meant to reach. */
import { medianOf, ratioOf } from '../paired.ts'
import { type Knock, knock } from './knock.ts'
import { type LoadClient, startLoadClient } from './load-client.ts'
import { cpuMicrosOf } from './server-process.ts'
import { openSubjects, type Subject } from './subjects.ts'
import { TARGETS, type Target } from './targets.ts'

const ROUNDS = 5
const CONNECTIONS = 64
const PER_SECOND = 500

/** One round of one subject. */
interface Round {
  /** In the closed loop. */
  readonly perSecond: number
  /** CPU microseconds of the server a request in the closed loop; null where the system does not tell. */
  readonly cpuMicros: number | null
  readonly closed: Latency
  readonly open: Latency
}

interface Latency {
  readonly p50Ms: number
  readonly p99Ms: number
}

export interface Measured {
  readonly name: string
  readonly rounds: readonly Round[]
  readonly requests: number
  /** Answers that were not 200, and, where requests are stored, how many are not there once. */
  readonly wrong: number
}

export interface TargetResult extends Target {
  /** Null when one of the two was not measured. */
  readonly ratio: number | null
  readonly isMet: boolean
}

export interface Knocked extends Knock {
  readonly name: string
  readonly looks: boolean
  readonly isOurs: boolean
}

export interface CallbackResult {
  readonly full: boolean
  readonly measured: readonly Measured[]
  readonly targets: readonly TargetResult[]
  readonly knocked: readonly Knocked[]
  readonly skipped: readonly string[]
  readonly isGood: boolean
}

/** Takes two minutes, `full` about eight. */
export async function callbackBench(full: boolean): Promise<CallbackResult> {
  const { subjects, skipped, close } = await openSubjects()
  const client = startLoadClient()
  try {
    const measured = await takeRounds(subjects, client, full)
    const knocked: Knocked[] = []
    for (const subject of subjects) {
      const { name, looks } = subject
      knocked.push({ name, looks, isOurs: name.startsWith('guanjia'), ...(await knock(subject)) })
    }
    const targets = TARGETS.map((target) => judge(target, measured))
    const isGood =
      measured.every(({ wrong }) => wrong === 0) &&
      targets.every(({ isMet }) => isMet) &&
      knocked.every((one) => !one.isOurs || isRefused(one))
    return { full, measured, targets, knocked, skipped, isGood }
  } finally {
    client.close()
    await close()
  }
}

/** Everything wrong is answered with a 4xx, and nobody died of it. */
export function isRefused({ shortest, wrongSignature, otherCorp, isAlive }: Knock): boolean {
  return isAlive && [shortest, wrongSignature, otherCorp].every((it) => it >= 400 && it < 500)
}

function judge(target: Target, measured: readonly Measured[]): TargetResult {
  const of = (name: string) =>
    measured.find((one) => one.name === name)?.rounds.map(({ perSecond }) => perSecond) ?? []
  const [rounds, base] = [of(target.subject), of(target.by)]
  if (rounds.length === 0 || base.length === 0) return { ...target, ratio: null, isMet: true }
  const ratio = ratioOf(rounds, base)
  return { ...target, ratio, isMet: ratio >= target.least }
}

interface Taken {
  readonly subject: Subject
  readonly rounds: Round[]
  requests: number
  wrong: number
}

/** A first round warms up and is not counted, but its answers must be right (performance.md 8.1). */
async function takeRounds(
  subjects: readonly Subject[],
  client: LoadClient,
  full: boolean,
): Promise<readonly Measured[]> {
  const taken = subjects
    .filter(({ isForKnocking }) => !isForKnocking)
    .map((subject): Taken => ({ subject, rounds: [], requests: 0, wrong: 0 }))
  const size = full ? { closed: 20_000, open: 5000 } : { closed: 5000, open: 1000 }
  for (let round = 0; round <= ROUNDS; round++) {
    for (const one of taken) {
      const { subject } = one
      const serial = `${process.pid}${round}`
      const { keys, sentAt, server } = subject
      const order = { port: server.port }
      const deliveries = { keys, sentAt }
      const cpuBefore = cpuMicrosOf(server.pid)
      const closed = await client.run({
        ...order,
        deliveries: { ...deliveries, serial: `${serial}1` },
        requests: size.closed,
        way: { connections: CONNECTIONS },
      })
      const cpuAfter = cpuMicrosOf(server.pid)
      const open = await client.run({
        ...order,
        deliveries: { ...deliveries, serial: `${serial}2` },
        requests: size.open,
        way: { perSecond: PER_SECOND },
      })
      one.requests += closed.requests + open.requests
      one.wrong += closed.wrong + open.wrong
      if (round === 0) continue
      const cpuMicros =
        cpuAfter === null || cpuBefore === null ? null : (cpuAfter - cpuBefore) / closed.requests
      one.rounds.push({ perSecond: closed.requests / closed.seconds, cpuMicros, closed, open })
    }
  }
  return Promise.all(taken.map(measuredOf))
}

async function measuredOf({ subject, rounds, requests, wrong }: Taken): Promise<Measured> {
  const kept = await subject.kept()
  const notOnce = kept === null ? 0 : Math.abs(requests - kept)
  return { name: subject.name, rounds, requests, wrong: wrong + notOnce }
}

/** Median, least and most of one figure over the rounds. */
export function spreadOf(values: readonly number[]) {
  return { median: medianOf(values), min: Math.min(...values), max: Math.max(...values) }
}
