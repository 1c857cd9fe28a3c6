/** What a customer does in WeChat: opens the chat, writes, taps a menu, takes a message back. */
import { must } from '../control/wrong-input.ts'
import type { JsonObject } from '../json.ts'
import { findMember, ownerPhone, showBubble, takeBackBubble } from '../phones.ts'
import type { BubbleContent, KfSessionRow, MenuItem, OwnerRow } from '../store/rows.ts'
import type { World } from '../world.ts'
import { logEvent, logMessage } from './log.ts'
import { findSession, isInWindow, newEventCode, saveSession, WINDOW_MS } from './session.ts'

export interface CustomerMessage {
  readonly msgtype: string
  readonly content: JsonObject
  readonly bubble: BubbleContent
}

/** The customer writes: the budget begins anew, an ended chat begins again (wecom.md 3.4, 3.6). */
export function customerWrites(
  world: World,
  owner: OwnerRow,
  openKfId: string,
  message: CustomerMessage,
): number {
  const session = findSession(world, openKfId, owner.externalUserId)
  saveSession(world, {
    ...(session.state === 4 ? newSession(world, session) : session),
    lastInboundAt: world.now().toISOString(),
    sentSince: 0,
  })
  const { msgtype, content } = message
  const { externalUserId } = owner
  const msgid = logMessage(world, { openKfId, externalUserId, origin: 3, msgtype, content })
  return showBubble(world, ownerPhone(owner), { from: 'owner', msgid, content: message.bubble }).n
}

/** A tap on a menu comes back as its words with the item's id; a menu stays tappable for ever. */
export function customerTaps(
  world: World,
  owner: OwnerRow,
  openKfId: string,
  menuId: string,
): number {
  const item = findMenuItem(world, owner, menuId)
  must(item, `没有给这位业主看过选项 ${menuId}`)
  return customerWrites(world, owner, openKfId, {
    msgtype: 'text',
    content: { content: item.label, menu_id: menuId },
    bubble: { type: 'text', text: item.label },
  })
}

/** The customer opens the chat. A welcome code comes only where a greeting is due (wecom.md 3.3). */
export function customerEnters(
  world: World,
  owner: OwnerRow,
  openKfId: string,
  entry: { readonly scene: string; readonly sceneParam: string },
): void {
  const session = findSession(world, openKfId, owner.externalUserId)
  const at = world.now().toISOString()
  saveSession(world, { ...session, entry: { at, ...entry } })
  const code = isWelcomeDue(world, session) ? newEventCode(world, session, 'welcome') : undefined
  logEvent(world, session, {
    event_type: 'enter_session',
    scene: entry.scene,
    scene_param: entry.sceneParam,
    ...(code === undefined ? {} : { welcome_code: code }),
  })
}

/** The customer takes message `n` back: it goes from the phone, and the desk is told to forget it. */
export function customerRecalls(world: World, owner: OwnerRow, openKfId: string, n: number): void {
  const bubble = takeBackBubble(world, ownerPhone(owner), n)
  must(bubble?.from === 'owner', `第${n}条不是业主自己的消息`)
  const of = { openKfId, externalUserId: owner.externalUserId }
  logEvent(world, of, { event_type: 'user_recall_msg', recall_msgid: bubble.msgid })
}

/** A chat that begins is nobody's (0), or at once a servicer's where the account is routed to people. */
function newSession(world: World, session: KfSessionRow): KfSessionRow {
  const routedTo = world.tables.settings.get(humanRoutingKey(session.openKfId))?.value
  const servicer = routedTo === undefined ? undefined : findMember(world.tables, String(routedTo))
  return servicer?.servicing === 'receiving'
    ? { ...session, state: 3, servicer: servicer.id }
    : { ...session, state: 0 }
}

/** The setting under which an account's new chats go straight to a servicer (wecom.md 3.6). */
export function humanRoutingKey(openKfId: string): string {
  return `humanRouting/${openKfId}`
}

function isWelcomeDue(world: World, session: KfSessionRow): boolean {
  if (isInWindow(world, session)) return false
  if (session.welcomedAt === null) return true
  return world.now().getTime() - Date.parse(session.welcomedAt) > WINDOW_MS
}

function findMenuItem(
  world: World,
  owner: OwnerRow,
  menuId: string,
): Extract<MenuItem, { kind: 'click' }> | undefined {
  return world.tables.bubbles
    .inGroup(ownerPhone(owner))
    .flatMap(({ content }) => (content.type === 'menu' ? content.items : []))
    .findLast((item) => item.kind === 'click' && item.id === menuId) as
    | Extract<MenuItem, { kind: 'click' }>
    | undefined
}
