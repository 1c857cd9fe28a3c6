/** kf/service_state: who has the chat, and handing it on (wecom.md 3.6, path/94669). */
import { integer } from '../fields.ts'
import type { JsonObject } from '../json.ts'
import { need } from '../refused.ts'
import type { KfSessionRow, ServiceState } from '../store/rows.ts'
import type { World } from '../world.ts'
import { namedAccount, namedCustomer, namedServicer } from './accounts.ts'
import { findSession, moveSession, newEventCode } from './session.ts'

const MOVES: Readonly<Record<ServiceState, readonly ServiceState[]>> = {
  0: [1, 2, 3],
  1: [2, 3, 4],
  2: [3, 4],
  3: [3, 4],
  4: [],
}

export function getServiceState(world: World, body: JsonObject): JsonObject {
  const session = namedSession(world, body)
  const { state, servicer } = session
  return { service_state: state, ...(servicer === undefined ? {} : { servicer_userid: servicer }) }
}

/** A move that the table does not allow is 95016. Changes by this call raise no event; the code is in the answer. */
export function transferServiceState(world: World, body: JsonObject): JsonObject {
  const session = namedSession(world, body)
  const to = integer(body, 'service_state')
  need(to >= 0 && to <= 4, 40058, 'service_state is 0 to 4')
  need(MOVES[session.state].includes(to as ServiceState), 95016, 'illegal state transition')
  if (to === 1) {
    moveSession(world, session, 1)
    return {}
  }
  if (to === 2) {
    moveSession(world, session, 2)
    return { msg_code: newEventCode(world, session, 'pool') }
  }
  if (to === 4) {
    moveSession(world, session, 4)
    return { msg_code: newEventCode(world, session, 'end') }
  }
  const servicer = namedServicer(world, body)
  need(session.servicer !== servicer.id, 95016, 'that servicer has the chat already')
  moveSession(world, session, 3, servicer.id)
  return { msg_code: newEventCode(world, session, 'taken') }
}

function namedSession(world: World, body: JsonObject): KfSessionRow {
  const openKfId = namedAccount(world, body)
  const customer = namedCustomer(world, body, 'external_userid')
  return findSession(world, openKfId, customer.externalUserId)
}
