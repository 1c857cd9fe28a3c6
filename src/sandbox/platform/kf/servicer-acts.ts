/** What a human servicer does in the WeCom client: takes a chat, answers, passes it back by ending it. */
import { must } from '../control/wrong-input.ts'
import { findCustomer, ownerPhone, showBubble } from '../phones.ts'
import type { KfSessionRow, MemberRow, OwnerRow } from '../store/rows.ts'
import type { World } from '../world.ts'
import { logEvent, logMessage } from './log.ts'
import { findSession, isInWindow, moveSession, newEventCode } from './session.ts'

/** The change types of session_status_change (wecom.md 3.3). */
const TAKEN = 1
const TRANSFERRED = 2
const ENDED = 3
const REOPENED = 4

/** Takes a chat out of the pool, or over from another servicer. */
export function servicerTakes(
  world: World,
  servicer: MemberRow,
  owner: OwnerRow,
  openKfId: string,
): void {
  must(servicer.servicing === 'receiving', `${servicer.name}现在不接待会话`)
  const session = findSession(world, openKfId, owner.externalUserId)
  must(session.state === 2 || session.state === 3, '这个会话没有在等人工接待')
  must(session.servicer !== servicer.id, `${servicer.name}已经在接待这个会话`)
  moveSession(world, session, 3, servicer.id)
  if (session.state === 2) {
    logChange(world, session, TAKEN, {
      new_servicer_userid: servicer.id,
      msg_code: newEventCode(world, session, 'taken'),
    })
  } else {
    logChange(world, session, TRANSFERRED, {
      old_servicer_userid: session.servicer ?? '',
      new_servicer_userid: servicer.id,
    })
  }
}

/** Answers the customer. In a chat that has ended this opens it again, as long as the window is open. */
export function servicerSays(
  world: World,
  chat: { readonly servicer: MemberRow; readonly owner: OwnerRow; readonly openKfId: string },
  text: string,
): number {
  const { servicer, owner, openKfId } = chat
  const session = findSession(world, openKfId, owner.externalUserId)
  if (session.state === 4) {
    must(isInWindow(world, session), '业主超过48小时没有说话，不能再发消息')
    must(servicer.servicing === 'receiving', `${servicer.name}现在不接待会话`)
    moveSession(world, session, 3, servicer.id)
    logChange(world, session, REOPENED, { new_servicer_userid: servicer.id })
  } else {
    must(
      session.state === 3 && session.servicer === servicer.id,
      `${servicer.name}没有接待这个会话`,
    )
  }
  const msgid = logMessage(world, {
    openKfId,
    externalUserId: owner.externalUserId,
    origin: 5,
    servicer: servicer.id,
    msgtype: 'text',
    content: { content: text },
  })
  const content = { type: 'text', text } as const
  const bubble = { from: 'servicer', servicer: servicer.name, msgid, content } as const
  return showBubble(world, ownerPhone(owner), bubble).n
}

export function servicerEnds(
  world: World,
  servicer: MemberRow,
  owner: OwnerRow,
  openKfId: string,
): void {
  const session = findSession(world, openKfId, owner.externalUserId)
  must(session.state === 3 && session.servicer === servicer.id, `${servicer.name}没有接待这个会话`)
  moveSession(world, session, 4)
  const code = newEventCode(world, session, 'end')
  logChange(world, session, ENDED, { old_servicer_userid: servicer.id, msg_code: code })
}

/** Chats a servicer sees: those waiting for anybody, and their own. */
export function chatsOf(world: World, servicer: MemberRow): readonly ServicedChat[] {
  if (servicer.servicing === 'none') return []
  return [...world.tables.kfSessions.all()]
    .map((row) => findSession(world, row.openKfId, row.externalUserId))
    .filter((row) => row.state === 2 || (row.state === 3 && row.servicer === servicer.id))
    .flatMap((row) => {
      const owner = findCustomer(world.tables, row.externalUserId)
      return owner ? [{ owner, openKfId: row.openKfId, isMine: row.state === 3 }] : []
    })
}

export interface ServicedChat {
  readonly owner: OwnerRow
  readonly openKfId: string
  /** False while it waits in the pool. */
  readonly isMine: boolean
}

function logChange(
  world: World,
  session: KfSessionRow,
  changeType: number,
  details: Readonly<Record<string, string>>,
): void {
  logEvent(world, session, {
    event_type: 'session_status_change',
    change_type: changeType,
    ...details,
  })
}
