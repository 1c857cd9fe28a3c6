/** kf/send_msg: a message of an account to a customer, within window, budget and state (wecom.md 3.4, path/94677). */
import { takeFault } from '../faults.ts'
import { text } from '../fields.ts'
import type { JsonObject } from '../json.ts'
import { findCustomer, ownerPhone, showBubble } from '../phones.ts'
import { need } from '../refused.ts'
import type { BubbleContent, KfSessionRow } from '../store/rows.ts'
import type { World } from '../world.ts'
import { namedAccount, namedCustomer } from './accounts.ts'
import { logEvent } from './log.ts'
import { readKfMessage } from './message-types.ts'
import { BUDGET, findSession, isInWindow, saveSession } from './session.ts'

export function sendMsg(world: World, body: JsonObject): JsonObject {
  const openKfId = namedAccount(world, body)
  const customer = namedCustomer(world, body, 'touser')
  const content = readKfMessage(world, body)
  const session = findSession(world, openKfId, customer.externalUserId)
  // A repeat is known by its id before anything else is asked: what was accepted stays accepted.
  const msgid = claimMsgid(world, openKfId, body)
  checkMaySend(world, session)
  // Sending in a new session makes it the bot's (wecom.md 3.6).
  const state = session.state === 0 ? 1 : session.state
  saveSession(world, { ...session, state, sentSince: session.sentSince + 1 })
  showToCustomer(world, session, msgid, content)
  return { msgid }
}

/** 95031 never wrote, 95002 not for 48 hours, 95018 not the bot's turn, 95001 the sixth message. */
function checkMaySend(world: World, session: KfSessionRow): void {
  need(session.lastInboundAt !== null, 95031, 'the customer has not written')
  need(isInWindow(world, session), 95002, 'the customer has not written for 48 hours')
  need(session.state === 0 || session.state === 1, 95018, 'session status invalid')
  need(session.sentSince < BUDGET, 95001, 'more than 5 messages since the customer wrote')
}

/**
 * The caller's msgid, or a new one. One used before on this account is refused with 95033, which the
 * documents do not name: it is what the platform is seen to answer ("repeated msgid").
 */
export function claimMsgid(world: World, openKfId: string, body: JsonObject): string {
  const given = body['msgid']
  if (given === undefined) return world.random.id(28)
  need(typeof given === 'string' && /^[0-9a-zA-Z_-]{1,32}$/.test(given), 40058, 'invalid msgid')
  const key = `${openKfId}/${given}`
  need(!world.tables.kfMsgids.get(key), 95033, 'repeated msgid')
  world.tables.kfMsgids.put(key, { value: world.now().toISOString() })
  return given
}

/** Accepted is not delivered: a fault may let the message fail afterwards (wecom.md 3.3). */
export function showToCustomer(
  world: World,
  session: Pick<KfSessionRow, 'openKfId' | 'externalUserId'>,
  msgid: string,
  content: BubbleContent,
): void {
  const fault = takeFault(world, { on: 'send' })
  if (fault) {
    const details = { fail_msgid: msgid, fail_type: fault.value }
    logEvent(world, session, { event_type: 'msg_send_fail', ...details })
    return
  }
  const customer = findCustomer(world.tables, session.externalUserId)
  if (customer) showBubble(world, ownerPhone(customer), { from: 'desk', msgid, content })
}

/** The code of an event, for send_msg_on_event. */
export function namedCode(body: JsonObject): string {
  return text(body, 'code', { required: 40058, tooLong: 40078 })
}
