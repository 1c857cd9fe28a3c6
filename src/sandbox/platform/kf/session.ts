/** The chat of one customer with one account: its state, its 48-hour window and its budget (wecom.md 3.4, 3.6). */
import type { EventCodeRow, KfSessionRow, ServiceState } from '../store/rows.ts'
import { after, HOUR_MS, SECOND_MS, type World } from '../world.ts'

export const WINDOW_MS = 48 * HOUR_MS

/** Messages an account may send after each message of the customer. */
export const BUDGET = 5

/** The session as it is now: after 48 hours of the customer's silence it has ended by itself. */
export function findSession(world: World, openKfId: string, externalUserId: string): KfSessionRow {
  const row = world.tables.kfSessions.get(`${openKfId}/${externalUserId}`)
  if (!row) {
    return {
      openKfId,
      externalUserId,
      state: 4,
      lastInboundAt: null,
      sentSince: 0,
      welcomedAt: null,
    }
  }
  return isInWindow(world, row) ? row : { ...withoutServicer(row), state: 4 }
}

/** Only inside a transaction. */
export function saveSession(world: World, row: KfSessionRow): void {
  world.tables.kfSessions.put(`${row.openKfId}/${row.externalUserId}`, row)
}

/** The session in another state; a servicer is named only in state 3. */
export function moveSession(
  world: World,
  row: KfSessionRow,
  state: ServiceState,
  servicer?: string,
): KfSessionRow {
  const moved = { ...withoutServicer(row), state, ...(servicer === undefined ? {} : { servicer }) }
  saveSession(world, moved)
  return moved
}

export function isInWindow(world: World, { lastInboundAt }: KfSessionRow): boolean {
  if (lastInboundAt === null) return false
  return world.now().getTime() - Date.parse(lastInboundAt) <= WINDOW_MS
}

/** How long each single-use code lives (wecom.md 3.5). */
const CODE_MS: Readonly<Record<EventCodeRow['kind'], number>> = {
  welcome: 20 * SECOND_MS,
  end: 20 * SECOND_MS,
  pool: WINDOW_MS,
  taken: WINDOW_MS,
}

/** A new right to send one message on an event of this session. */
export function newEventCode(
  world: World,
  session: Pick<KfSessionRow, 'openKfId' | 'externalUserId'>,
  kind: EventCodeRow['kind'],
): string {
  const { openKfId, externalUserId } = session
  const code = world.random.id(40)
  const expiresAt = after(world, CODE_MS[kind])
  world.tables.eventCodes.put(code, { code, kind, openKfId, externalUserId, expiresAt })
  return code
}

function withoutServicer({ servicer: _, ...row }: KfSessionRow): KfSessionRow {
  return row
}
