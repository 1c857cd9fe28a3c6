/** The queue of callbacks: what is to reach the desk, in which order, and what a fault does to it on the way. */
import { CONTACTS_AGENT, kfApp } from '../corp.ts'
import { takeFault } from '../faults.ts'
import type { DeliveryRow, FaultRow } from '../store/rows.ts'
import { after, MINUTE_MS, type World } from '../world.ts'
import { type XmlObject, xmlDocument } from './xml.ts'

/** Queues a message or event of a member for an app (wecom.md 2). */
export function queueAppCallback(world: World, agentId: number, fields: XmlObject): void {
  const from = String(fields['FromUserName'])
  queue(world, {
    agentId,
    kind: 'app',
    lane: `app/${agentId}/${from}`,
    xml: xmlDocument({
      ToUserName: world.corp.corpId,
      ...fields,
      ...(agentId !== CONTACTS_AGENT && { AgentID: agentId }),
    }),
  })
}

/**
 * Queues the ping that an account has something to pull. One that still waits for its first attempt
 * stands for everything that came since (wecom.md 3.1).
 */
export function queueKfPing(world: World, openKfId: string, seq: number): void {
  const lane = `kf/${openKfId}`
  const covers = { openKfId, seq }
  const waiting = world.tables.deliveries.inGroup(lane).findLast(isUntouched)
  if (waiting) {
    world.tables.deliveries.put(waiting.id, { ...waiting, covers })
    return
  }
  const token = `ENC${world.random.id(45)}`
  world.tables.pingTokens.put(token, { token, openKfId, expiresAt: after(world, 10 * MINUTE_MS) })
  const xml = xmlDocument({
    ToUserName: world.corp.corpId,
    CreateTime: seconds(world),
    MsgType: 'event',
    Event: 'kf_msg_or_event',
    Token: token,
    OpenKfId: openKfId,
  })
  queue(world, { agentId: kfApp(world.corp).agentId, kind: 'kf', lane, xml, covers })
}

/** Gives everything that was given up another three attempts; tells how many. */
export function redeliver(world: World): number {
  const givenUp = [...world.tables.deliveries.all()].filter((row) => row.status === 'given-up')
  for (const row of givenUp) {
    world.tables.deliveries.put(row.id, { ...row, status: 'waiting', attempts: 0 })
  }
  world.wake()
  return givenUp.length
}

/** Unix seconds, as the platform dates messages. */
export function seconds(world: World): number {
  return Math.floor(world.now().getTime() / 1000)
}

type NewDelivery = Pick<DeliveryRow, 'agentId' | 'kind' | 'lane' | 'xml' | 'covers'>

function queue(world: World, delivery: NewDelivery): void {
  const fault = takeFault(world, { on: 'callback', kind: delivery.kind })
  if (fault?.effect === 'lose') return
  const row = rowOf(world, delivery, fault)
  world.tables.deliveries.put(row.id, row)
  // The last one held back lets all of them go, newest first.
  if (fault?.effect === 'reverse' && fault.left === 1) releaseReversed(world)
  world.wake()
}

function rowOf(world: World, delivery: NewDelivery, fault: FaultRow | undefined): DeliveryRow {
  return {
    id: world.random.id(12),
    createdAt: world.now().toISOString(),
    attempts: 0,
    status: fault?.effect === 'reverse' ? 'held' : 'waiting',
    copies: fault?.effect === 'repeat' ? fault.value : 1,
    delayMs: fault?.effect === 'delay' ? fault.value : 0,
    unheard: fault?.effect === 'unheard' ? fault.value : 0,
    ...delivery,
  }
}

/** Lets everything go that a fault holds back. */
export function releaseReversed(world: World): void {
  const held = [...world.tables.deliveries.all()].filter((row) => row.status === 'held')
  for (const row of held) world.tables.deliveries.remove(row.id)
  for (const row of held.toReversed()) {
    world.tables.deliveries.put(row.id, { ...row, status: 'waiting' })
  }
  world.wake()
}

/** One that is being posted right now must not be changed: its attempt is counted before it leaves. */
function isUntouched(row: DeliveryRow): boolean {
  return row.status === 'waiting' && row.attempts === 0
}
