/** Who has whom as a customer in 客户联系, and what the desk is told when that changes (wecom.md 7.1, path/92130). */
import { queueAppCallback, seconds } from '../callback/deliveries.ts'
import { must } from '../control/wrong-input.ts'
import { kfApp } from '../corp.ts'
import { text } from '../fields.ts'
import type { JsonObject } from '../json.ts'
import { findCustomer, findMember } from '../phones.ts'
import { need } from '../refused.ts'
import type { FollowRow } from '../store/contact-rows.ts'
import type { MemberRow, OwnerRow } from '../store/rows.ts'
import type { Tables } from '../store/store.ts'
import { after, hasPassed, SECOND_MS, type World } from '../world.ts'

/** A greeting has 20 seconds (wecom.md 7.4). */
const WELCOME_MS = 20 * SECOND_MS

/** The owner scans a member's code, or one way's; the member has one more customer. Once is enough. */
export function ownerAdds(
  world: World,
  owner: OwnerRow,
  by: { readonly member?: MemberRow; readonly configId?: string },
): void {
  const way = by.configId === undefined ? undefined : world.tables.contactWays.get(by.configId)
  must(by.configId === undefined || way, '没有这个二维码')
  must(!way?.expiresAt || !hasPassed(world, way.expiresAt), '这个二维码已经过期')
  const member = by.member ?? findMember(world.tables, way?.users[0] ?? '')
  must(member, '没有这位员工')
  const { externalUserId } = owner
  must(
    !followOf(world.tables, member.id, externalUserId),
    `${member.name}已经是${owner.name}的联系人`,
  )
  const state = way?.state ?? ''
  putFollow(world, {
    userId: member.id,
    externalUserId,
    at: world.now().toISOString(),
    state,
    addWay: way ? 1 : 0,
    remark: owner.name,
    tagIds: [],
  })
  const code = world.random.id(40)
  const expiresAt = after(world, WELCOME_MS)
  world.tables.welcomeCodes.put(code, { code, userId: member.id, externalUserId, expiresAt })
  tell(world, {
    ChangeType: way?.skipVerify ? 'add_half_external_contact' : 'add_external_contact',
    UserID: member.id,
    ExternalUserID: externalUserId,
    ...(state === '' ? {} : { State: state }),
    WelcomeCode: code,
  })
}

/** The owner takes the member out of the address book: the member still sees them, but reaches them no more. */
export function ownerRemoves(world: World, owner: OwnerRow, member: MemberRow): void {
  const { externalUserId } = owner
  must(followOf(world.tables, member.id, externalUserId), `${owner.name}不是${member.name}的客户`)
  world.tables.follows.remove(followKey(member.id, externalUserId))
  tell(world, {
    ChangeType: 'del_follow_user',
    UserID: member.id,
    ExternalUserID: externalUserId,
  })
}

export function followOf(
  tables: Tables,
  userId: string,
  externalUserId: string,
): FollowRow | undefined {
  return tables.follows.get(followKey(userId, externalUserId))
}

/** The customers of one member, in the order they came. */
export function customersOf(tables: Tables, userId: string): FollowRow[] {
  const id = userId.toLowerCase()
  return [...tables.follows.all()].filter((row) => row.userId.toLowerCase() === id)
}

export function putFollow(world: World, row: FollowRow): void {
  world.tables.follows.put(followKey(row.userId, row.externalUserId), row)
}

/** The member a call names: 41009 missing, 60111 unknown. */
export function namedMember(world: World, of: JsonObject, field: string): MemberRow {
  const member = findMember(world.tables, text(of, field, { required: 41009, max: 64 }))
  need(member, 60111, 'userid not found')
  return member
}

/** The customer a call names, who must be this member's: 41035 missing, 40096 unknown, 84061 not theirs. */
export function namedFollow(world: World, of: JsonObject, member: MemberRow): FollowRow {
  const id = text(of, 'external_userid', { required: 41035, max: 64, tooLong: 40096 })
  need(findCustomer(world.tables, id), 40096, 'invalid external_userid')
  const follow = followOf(world.tables, member.id, id)
  need(follow, 84061, 'no external contact relation')
  return follow
}

function followKey(userId: string, externalUserId: string): string {
  return `${userId.toLowerCase()}/${externalUserId}`
}

function tell(world: World, fields: Readonly<Record<string, string>>): void {
  queueAppCallback(world, kfApp(world.corp).agentId, {
    FromUserName: 'sys',
    CreateTime: seconds(world),
    MsgType: 'event',
    Event: 'change_external_contact',
    ...fields,
  })
}
