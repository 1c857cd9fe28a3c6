/** What a human servicer does in the WeCom client: takes a chat, answers, passes it back by ending it. */
import { must } from '../control/wrong-input.ts'
import { findCustomer, ownerPhone, showBubble, takeBackBubble } from '../phones.ts'
import type { KfSessionRow, MemberRow, OwnerRow } from '../store/rows.ts'
import type { World } from '../world.ts'
import type { CustomerMessage } from './customer-acts.ts'
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

/**
 * Answers the customer. A chat that waits for anybody is taken by that; one that has ended is opened again, as
 * long as the window is open.
 */
export function servicerSays(world: World, chat: ServedChat, message: CustomerMessage): number {
  const { servicer, owner, openKfId } = chat
  const session = findSession(world, openKfId, owner.externalUserId)
  if (session.state === 2) servicerTakes(world, servicer, owner, openKfId)
  else if (session.state === 4) reopen(world, servicer, session)
  else mustServe(servicer, session)
  const { msgtype, content, bubble } = message
  const { externalUserId } = owner
  const said = { openKfId, externalUserId, origin: 5, servicer: servicer.id } as const
  const msgid = logMessage(world, { ...said, msgtype, content })
  const from = { from: 'servicer', servicer: servicer.name } as const
  return showBubble(world, ownerPhone(owner), { ...from, msgid, content: bubble }).n
}

interface ServedChat {
  readonly servicer: MemberRow
  readonly owner: OwnerRow
  readonly openKfId: string
}

function reopen(world: World, servicer: MemberRow, session: KfSessionRow): void {
  must(isInWindow(world, session), '业主超过48小时没有说话，不能再发消息')
  must(servicer.servicing === 'receiving', `${servicer.name}现在不接待会话`)
  moveSession(world, session, 3, servicer.id)
  logChange(world, session, REOPENED, { new_servicer_userid: servicer.id })
}

function mustServe(servicer: MemberRow, { state, servicer: serving }: KfSessionRow): void {
  must(state === 3, `这个会话由机器人接待，${servicer.name}没有接待这个会话`)
  must(serving === servicer.id, `${servicer.name}没有接待这个会话`)
}

/** The servicer takes message `n` back: it goes from the phone, and the desk is told. */
export function servicerRecalls(world: World, chat: ServedChat, n: number): void {
  const { servicer, owner, openKfId } = chat
  const bubble = takeBackBubble(world, ownerPhone(owner), n)
  const isOwn = bubble?.from === 'servicer' && bubble.servicer === servicer.name
  must(isOwn, `第${n}条不是${servicer.name}发的消息`)
  const of = { openKfId, externalUserId: owner.externalUserId }
  const details = { servicer_userid: servicer.id, recall_msgid: bubble.msgid }
  logEvent(world, of, { event_type: 'servicer_recall_msg', ...details })
}

/** The servicer wants no more messages of this customer, or wants them again; the platform only tells (wecom.md 3.3). */
export function servicerRejects(world: World, chat: ServedChat, isRejected: boolean): void {
  const of = { openKfId: chat.openKfId, externalUserId: chat.owner.externalUserId }
  logEvent(world, of, {
    event_type: 'reject_customer_msg_switch_change',
    servicer_userid: chat.servicer.id,
    reject_switch: isRejected ? 1 : 0,
  })
}

export function servicerEnds(
  world: World,
  servicer: MemberRow,
  owner: OwnerRow,
  openKfId: string,
): void {
  const session = findSession(world, openKfId, owner.externalUserId)
  mustServe(servicer, session)
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
