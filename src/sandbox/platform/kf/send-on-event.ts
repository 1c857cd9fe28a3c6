/** kf/send_msg_on_event: the one message that an event allows beside the budget (wecom.md 3.5, path/95122). */
import type { JsonObject } from '../json.ts'
import { need } from '../refused.ts'
import type { EventCodeRow } from '../store/rows.ts'
import { hasPassed, type World } from '../world.ts'
import { readKfMessage } from './message-types.ts'
import { claimMsgid, namedCode, showToCustomer } from './send-msg.ts'
import { findSession, saveSession } from './session.ts'

const ALLOWED: Readonly<Record<EventCodeRow['kind'], readonly string[]>> = {
  welcome: ['text', 'msgmenu'],
  end: ['text', 'msgmenu'],
  pool: ['text'],
  taken: ['text'],
}

/** An unknown, used or late code is 40078, for good (wecom.md 3.5). */
export function sendMsgOnEvent(world: World, body: JsonObject): JsonObject {
  const row = world.tables.eventCodes.get(namedCode(body))
  need(row, 40078, 'invalid code')
  need(row.usedAt === undefined, 40078, 'code was used')
  need(!hasPassed(world, row.expiresAt), 40078, 'code expired')
  const content = readKfMessage(world, body, ALLOWED[row.kind])
  const msgid = claimMsgid(world, row.openKfId, body)
  const usedAt = world.now().toISOString()
  world.tables.eventCodes.put(row.code, { ...row, usedAt })
  if (row.kind === 'welcome') {
    const session = findSession(world, row.openKfId, row.externalUserId)
    saveSession(world, { ...session, welcomedAt: usedAt })
  }
  showToCustomer(world, row, msgid, content)
  return { msgid }
}
