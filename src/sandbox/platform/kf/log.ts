/** The list of what happened on an account, from which sync_msg is answered (wecom.md 3.2). */
import { queueKfPing, seconds } from '../callback/deliveries.ts'
import type { JsonObject } from '../json.ts'
import type { World } from '../world.ts'

/** A message of a customer (3) or a servicer (5). */
export interface LoggedMessage {
  readonly openKfId: string
  readonly externalUserId: string
  readonly origin: 3 | 5
  readonly servicer?: string
  readonly msgtype: string
  readonly content: JsonObject
}

/** Appends a message and pings the desk. Answers its msgid. */
export function logMessage(world: World, message: LoggedMessage): string {
  const msgid = world.random.id(28)
  append(world, message.openKfId, {
    msgid,
    open_kfid: message.openKfId,
    external_userid: message.externalUserId,
    send_time: seconds(world),
    origin: message.origin,
    ...(message.servicer === undefined ? {} : { servicer_userid: message.servicer }),
    msgtype: message.msgtype,
    [message.msgtype]: message.content,
  })
  return msgid
}

/** Appends the event that a servicer's state changed; it concerns no customer. */
export function logServicerStatus(world: World, openKfId: string, details: JsonObject): void {
  append(world, openKfId, {
    msgid: world.random.id(28),
    send_time: seconds(world),
    origin: 4,
    msgtype: 'event',
    event: { event_type: 'servicer_status_change', open_kfid: openKfId, ...details },
  })
}

/** Appends an event; the customer's id sits inside it, not beside it (wecom.md 3.3). */
export function logEvent(
  world: World,
  of: { readonly openKfId: string; readonly externalUserId: string },
  event: JsonObject,
): void {
  const { event_type: type, ...details } = event
  append(world, of.openKfId, {
    msgid: world.random.id(28),
    send_time: seconds(world),
    origin: 4,
    msgtype: 'event',
    event: {
      event_type: type,
      open_kfid: of.openKfId,
      external_userid: of.externalUserId,
      ...details,
    },
  })
}

function append(world: World, openKfId: string, item: JsonObject): void {
  const seq = lastSeq(world, openKfId) + 1
  world.tables.settings.put(seqKey(openKfId), { value: seq })
  const sentAt = world.now().toISOString()
  world.tables.kfLog.put(`${openKfId}/${seq}`, { openKfId, seq, sentAt, item })
  queueKfPing(world, openKfId, seq)
}

/** The number of the newest item of an account; they are numbered from 1 without a gap. */
export function lastSeq(world: World, openKfId: string): number {
  return Number(world.tables.settings.get(seqKey(openKfId))?.value ?? 0)
}

function seqKey(openKfId: string): string {
  return `kfSeq/${openKfId}`
}
