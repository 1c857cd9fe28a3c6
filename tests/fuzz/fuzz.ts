/** Sends mutated requests to a running desk, honest ones among them, and tells what was answered. */
import { randomUUID } from 'node:crypto'
import { openWire, type Wire } from '../bench/callback/wire.ts'
import { chanceOf } from '../support/app/seeded.ts'
import { LAYERS, type Layer, type Mutant, mutant } from './mutate.ts'
import { bodyOf, sealAnything } from './seal-anything.ts'
import type { Door } from './targets.ts'

export interface FuzzWish {
  readonly port: number
  readonly doors: readonly [Door, Door]
  readonly seed: number
  readonly requests: number
  /** Seconds since 1970 of the desk's clock, for the honest messages. */
  readonly sentAt: number
  /** Told now and then how many were sent. */
  sent?(count: number): void
}

export interface FuzzResult {
  /** Answers by layer and status; 0 is a connection that was cut instead. */
  readonly statuses: ReadonlyMap<Layer, ReadonlyMap<number, number>>
  /** Whole requests that were answered 5xx or cut, the first few, to be repeated. */
  readonly offending: readonly (Mutant & { readonly status: number })[]
  readonly offences: number
  readonly slowestMs: number
  /** Message ids of the honest ones, and how many of them were not answered 200. */
  readonly honest: readonly string[]
  readonly honestRefused: number
}

const AT_ONCE = 16
const ONE_IN = 200
const KEPT_OFFENDING = 5

/** Equal seeds send equal requests, but for the honest ones' ids. */
export async function fuzz(wish: FuzzWish): Promise<FuzzResult> {
  const chance = chanceOf(wish.seed)
  const notes = openNotes()
  let next = 0
  const ask = async (lane: Lane) => {
    for (let index = next++; index < wish.requests; index = next++) {
      const door = wish.doors[chance.between(0, 1)] as Door
      const one = mutant(door, chance, `f${wish.seed}n${index}`)
      const begun = performance.now()
      const status = await lane.send(one.method, one.target, one.body)
      notes.hostile(one, status, performance.now() - begun)
      if (index % ONE_IN !== 0) continue
      const message = honestMessage(wish.doors[0], wish.sentAt)
      notes.honest(message.id, await lane.send('POST', message.target, message.body))
      wish.sent?.(index)
    }
    lane.close()
  }
  await Promise.all(Array.from({ length: AT_ONCE }, () => ask(laneTo(wish.port))))
  return notes.read()
}

function openNotes() {
  const statuses = new Map(LAYERS.map((layer) => [layer, new Map<number, number>()]))
  const offending: (Mutant & { status: number })[] = []
  const honest: string[] = []
  let [offences, slowestMs, honestRefused] = [0, 0, 0]
  return {
    hostile(one: Mutant, status: number, ms: number) {
      slowestMs = Math.max(slowestMs, ms)
      const counts = statuses.get(one.layer) as Map<number, number>
      counts.set(status, (counts.get(status) ?? 0) + 1)
      if (!isOffence(status)) return
      offences += 1
      if (offending.length < KEPT_OFFENDING) offending.push({ ...one, status })
    },
    honest(id: string, status: number) {
      honest.push(id)
      if (status !== 200) honestRefused += 1
    },
    read: (): FuzzResult => ({ statuses, offending, offences, slowestMs, honest, honestRefused }),
  }
}

/** 503 says that there is too much to do now; a desk under a flood may say it. */
function isOffence(status: number): boolean {
  return status === 0 || (status >= 500 && status !== 503)
}

export interface HonestMessage {
  readonly id: string
  readonly target: string
  readonly body: Buffer
}

/** A message of a member that has nothing wrong about it. */
export function honestMessage(door: Door, sentAt: number): HonestMessage {
  const id = randomUUID()
  const xml = `<xml><ToUserName>${door.keys.corpId}</ToUserName><FromUserName>wang-qiang</FromUserName><CreateTime>${sentAt}</CreateTime><MsgType>text</MsgType><Content>在吗</Content><MsgId>${id}</MsgId><AgentID>1000002</AgentID></xml>`
  const { query, encrypted } = sealAnything(door, Buffer.from(xml), id.slice(0, 16))
  return { id, target: `${door.keys.path}?${query}`, body: Buffer.from(bodyOf(door, encrypted)) }
}

interface Lane {
  send(method: string, target: string, body: Buffer): Promise<number>
  close(): void
}

/** A connection that is opened again when the desk has closed it. */
export function laneTo(port: number): Lane {
  let wire: Wire | null = null
  return {
    async send(method, target, body) {
      const head = `${method} ${target} HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: ${body.length}\r\n\r\n`
      const bytes = Buffer.concat([Buffer.from(head, 'latin1'), body])
      const isUsed = wire?.isOpen() === true
      if (!isUsed) wire = await openWire(port)
      const status = (await wire?.send(bytes)) ?? 0
      if (status !== 0 || !isUsed) return status
      // A kept connection may be closed by the desk just when it is used: that is no answer to this request.
      wire = await openWire(port)
      return wire.send(bytes)
    },
    close: () => wire?.close(),
  }
}
