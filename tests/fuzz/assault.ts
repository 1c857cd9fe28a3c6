/** Everything a stranger can try at the callback doors, one after the other, and what was wrong with how the desk took it. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Database } from '../../src/database/open-database.ts'
import type { TestDesk } from '../support/app/desk-on-database.ts'
import type { DeskProcess } from '../support/app/desk-process.ts'
import { carryOut } from './attack.ts'
import { attacksOn, paddingsOf } from './attacks.ts'
import { CROWDS, crowd } from './crowds.ts'
import { type FuzzResult, fuzz, honestMessage, laneTo } from './fuzz.ts'
import { type HonestWish, type Honesty, honestSender, refusedOf, waitOf } from './honest-sender.ts'
import { notKeptOnce } from './kept-once.ts'
import { pipeline } from './pipeline.ts'
import { residentMib } from './process-state.ts'
import { type Door, doors, previousDoor } from './targets.ts'

export interface AssaultWish {
  readonly seed: number
  readonly requests: number
  /** How many connections a crowd has. */
  readonly crowd: number
  /** How many times the usual times may be taken: 1 where they are measured, more where a busy machine is no failure. */
  readonly patience: number
  print(line: string): void
}

/** The desk that is assaulted. */
interface Target {
  readonly port: number
  readonly pid: number
  isAlive(): boolean
  readonly doors: readonly [Door, Door]
  readonly db: Database
  readonly sentAt: number
}

export interface Verdict {
  /** Empty when all is well. */
  readonly faults: readonly string[]
}

/** What the desk may grow by after it is warm, MiB: the remembered signatures are most of it. */
const MOST_GROWTH_MIB = 100
/** CPU of one attack. The counter steps by ten, and the desk has other work than ours. */
const MOST_CPU_MS = 150
/** What a system keeps on the way: the desk reads no more than the first pieces. */
const MOST_SENT_BYTES = 16 * 1024 * 1024
const CLOSED_MS = 10_000
/** WeCom gives up after five seconds and sends again. */
const ANSWERED_MS = 5000
const STEADY_MS = 5000
/** What nobody notices, however fast the desk is otherwise. */
const UNNOTICED_MS = 100
/** Less than a desk keeps waiting for a database before it says that it has too much to do. */
const PIPELINED = 100
const WARM_UP_SHARE = 0.2

/** `web` runs in COMPANY_ENVIRONMENT. */
export async function assault(
  { db }: Pick<TestDesk, 'db'>,
  web: DeskProcess,
  options: AssaultWish,
): Promise<Verdict> {
  const wish: Assault = {
    ...options,
    ...{ db, doors: doors(), pid: web.pid, isAlive: web.isAlive },
    port: Number(new URL(await web.open()).port),
    sentAt: Math.floor(Date.now() / 1000),
  }
  const faults: string[] = []
  const check = (isGood: boolean, fault: string) => {
    if (!isGood) faults.push(fault)
  }
  const ids = [
    ...(await mutants(wish, check)),
    ...(await attacks(wish, check)),
    ...(await pipelines(wish, check)),
    ...(await rotation(wish, check)),
    ...(await crowds(wish, check)),
  ]
  check(wish.isAlive(), 'the desk died')
  const lost = await notKeptOnce(wish.db, ids)
  check(lost.length === 0, `${lost.length} of ${ids.length} honest messages are not kept once`)
  wish.print(`honest messages: ${ids.length}, of them not kept once: ${lost.length}`)
  return { faults }
}

type Assault = AssaultWish & Target
type Check = (isGood: boolean, fault: string) => void

/** A first part warms the desk up; what it grows after that counts. */
async function mutants(wish: Assault, check: Check): Promise<readonly string[]> {
  const warmUp = Math.round(wish.requests * WARM_UP_SHARE)
  const first = await fuzz({ ...wish, requests: warmUp })
  const before = residentMib(wish.pid)
  const second = await fuzz({ ...wish, seed: wish.seed + 1, requests: wish.requests - warmUp })
  const growth = residentMib(wish.pid) - before
  for (const result of [first, second]) {
    for (const line of statusLines(result)) wish.print(line)
    check(result.offences === 0, `${result.offences} mutants were answered 5xx or cut`)
    for (const { layer, status, target, body } of result.offending) {
      wish.print(
        `  ${status} ${layer}: ${target.slice(0, 300)} ${body.toString('base64').slice(0, 2000)}`,
      )
    }
    check(result.honestRefused === 0, `${result.honestRefused} honest messages were refused`)
  }
  wish.print(
    `memory: ${before.toFixed(0)} MiB after the first part, ${growth.toFixed(1)} MiB more after the second`,
  )
  check(growth <= MOST_GROWTH_MIB, `the desk grew by ${growth.toFixed(0)} MiB`)
  return [...first.honest, ...second.honest]
}

function statusLines({ statuses, slowestMs, honest, honestRefused }: FuzzResult): string[] {
  const lines = [...statuses].map(([layer, counts]) => {
    const cells = [...counts]
      .sort(([a], [b]) => a - b)
      .map(([status, count]) => `${status}: ${count}`)
    return `  ${layer.padEnd(14)}${cells.join('   ')}`
  })
  return [
    ...lines,
    `  slowest ${slowestMs.toFixed(0)} ms; honest ${honest.length}, refused ${honestRefused}`,
  ]
}

async function attacks(wish: Assault, check: Check): Promise<readonly string[]> {
  const [door] = wish.doors
  for (const attack of attacksOn(door)) {
    const { name, status, cpuMs, sentBytes } = await carryOut(attack, wish)
    wish.print(
      `  ${name.padEnd(48)}${String(status).padStart(4)}${String(cpuMs).padStart(6)} ms CPU${String(sentBytes).padStart(11)} bytes sent`,
    )
    check(status === attack.status, `${name}: answered ${status} instead of ${attack.status}`)
    check(cpuMs <= MOST_CPU_MS * wish.patience, `${name}: ${cpuMs} ms of CPU`)
    check(sentBytes <= MOST_SENT_BYTES, `${name}: ${sentBytes} bytes were taken`)
    check(wish.isAlive(), `the desk died of ${name}`)
  }
  const answers = new Set<string>()
  for (const attack of paddingsOf(door)) {
    const { status, answer } = await carryOut(attack, wish)
    answers.add(`${status} ${answer}`)
  }
  wish.print(
    `  255 wrong paddings: ${answers.size} different answer(s): ${[...answers].map((one) => one.slice(0, 3)).join(', ')}`,
  )
  check(answers.size === 1, `wrong paddings were answered in ${answers.size} ways`)
  return []
}

/** A whole chain of requests at once: none is lost, and whoever sends it is answered in order. */
async function pipelines(wish: Assault, check: Check): Promise<readonly string[]> {
  const { ids, statuses, ms } = await pipeline({ ...wish, door: wish.doors[0] }, PIPELINED)
  wish.print(`  ${PIPELINED} requests in one go: ${statuses.length} answers in ${ms.toFixed(0)} ms`)
  check(
    statuses.length === PIPELINED && statuses.every((status) => status === 200),
    `of ${PIPELINED} requests in one go ${statuses.filter((one) => one === 200).length} were answered 200`,
  )
  return ids
}

/** Deliveries under the keys before the last change are taken beside those under the new ones; a mixture is not. */
async function rotation(wish: Assault, check: Check): Promise<readonly string[]> {
  const [door] = wish.doors
  const lane = laneTo(wish.port)
  const ids: string[] = []
  const tried: (readonly [string, Door, number])[] = [
    ['the keys before', previousDoor(door), 200],
    ['the keys of now', door, 200],
    [
      'a token before with a key of now',
      { ...previousDoor(door), keys: { ...previousDoor(door).keys, aesKey: door.keys.aesKey } },
      403,
    ],
    [
      'a token of now with a key before',
      { ...door, keys: { ...door.keys, aesKey: previousDoor(door).keys.aesKey } },
      403,
    ],
  ]
  for (const [name, sender, wanted] of tried) {
    const { id, target, body } = honestMessage(sender, wish.sentAt)
    const status = await lane.send('POST', target, body)
    wish.print(`  ${name}: ${status}`)
    check(status === wanted, `${name}: answered ${status} instead of ${wanted}`)
    if (wanted === 200) ids.push(id)
  }
  lane.close()
  return ids
}

async function crowds(wish: Assault, check: Check): Promise<readonly string[]> {
  const { port, pid, sentAt, patience } = wish
  const desk = { port, pid, sentAt, door: wish.doors[0] }
  const steady = await steadily(desk)
  wish.print(`  nobody else: ${waitsLine(steady)}`)
  const all = steady.map(({ id }) => id)
  for (const one of CROWDS) {
    const result = await crowd(one, wish.crowd, desk)
    const { name, size, connected, closedMs, grownMib, coming, staying } = result
    wish.print(
      `  ${size} ${name}: ${connected} connected, all closed after ${(closedMs / 1000).toFixed(1)} s, ${grownMib.toFixed(0)} MiB more`,
    )
    wish.print(`    while they come: ${waitsLine(coming)}`)
    wish.print(`    while they stay: ${waitsLine(staying)}`)
    const honest = [...coming, ...staying]
    const refused = refusedOf(honest)
    check(honest.length > 0 && refused === 0, `${name}: ${refused} honest messages were refused`)
    check(closedMs <= CLOSED_MS * patience, `${name}: closed after ${closedMs.toFixed(0)} ms`)
    check(grownMib <= MOST_GROWTH_MIB, `${name}: ${grownMib.toFixed(0)} MiB more`)
    const slowest = waitOf(honest, 1)
    check(slowest <= ANSWERED_MS * patience, `${name}: an answer took ${slowest.toFixed(0)} ms`)
    const usual = Math.max(2 * waitOf(steady, 0.99), UNNOTICED_MS) * patience
    check(
      waitOf(staying, 0.99) <= usual,
      `${name}: answers took longer than ${usual.toFixed(0)} ms`,
    )
    all.push(...honest.map(({ id }) => id))
  }
  return all
}

async function steadily(desk: HonestWish): Promise<Honesty> {
  const sender = await honestSender(desk)
  await pause(STEADY_MS)
  return sender.stop()
}

function waitsLine(seen: Honesty): string {
  const [half, most, slowest] = [0.5, 0.99, 1].map((share) => waitOf(seen, share).toFixed(0))
  return `honest ${seen.length}, refused ${refusedOf(seen)}, median ${half} ms, p99 ${most} ms, slowest ${slowest} ms`
}
