/** An administrator changes the directory, and the platform tells those who may know (path/90970, path/90971). */
import { queueAppCallback, seconds } from '../callback/deliveries.ts'
import type { XmlObject } from '../callback/xml.ts'
import { must } from '../control/wrong-input.ts'
import { appOf, CONTACTS_AGENT } from '../corp.ts'
import { findMember, movePhone } from '../phones.ts'
import type { DepartmentRow } from '../store/directory-rows.ts'
import type { MemberRow } from '../store/rows.ts'
import type { World } from '../world.ts'
import { allDepartments, departmentsOf, ROOT, sees, setVisible } from './departments.ts'
import { statusOf } from './directory-calls.ts'

export interface MemberChange {
  readonly newId?: string | undefined
  readonly name?: string | undefined
  readonly departments?: readonly number[] | undefined
  readonly disabled?: boolean | undefined
  readonly licensed?: boolean | undefined
}

export function memberJoins(world: World, member: MemberRow): void {
  must(!findMember(world.tables, member.id), `账号 ${member.id} 已经有人用了`)
  mustExist(world, member.departments ?? [ROOT])
  world.tables.settings.remove(goneKey(member.id))
  world.tables.members.put(keyOf(member.id), member)
  tellMember(world, 'create_user', { after: member })
  tellSight(world, undefined, member)
}

/** A changed id is the same person: their phone and what is on it go along. */
export function memberChanges(world: World, before: MemberRow, change: MemberChange): void {
  const { newId = before.id, name = before.name, departments = before.departments } = change
  const isOther = keyOf(newId) !== keyOf(before.id)
  must(!isOther || !findMember(world.tables, newId), `账号 ${newId} 已经有人用了`)
  if (departments) mustExist(world, departments)
  const { disabled: wasDisabled, unlicensed: wasUnlicensed, ...rest } = before
  const isDisabled = change.disabled ?? wasDisabled === true
  const isLicensed = change.licensed ?? wasUnlicensed !== true
  const after: MemberRow = {
    ...rest,
    ...{ id: newId, name },
    ...(departments && { departments }),
    ...(isDisabled && { disabled: true }),
    ...(!isLicensed && { unlicensed: true }),
  }
  world.tables.members.remove(keyOf(before.id))
  world.tables.members.put(keyOf(newId), after)
  if (newId !== before.id) {
    movePhone(world, before, after)
    world.tables.settings.put(goneKey(before.id), { value: newId })
  }
  if (isOnlyLicence(change)) return
  tellMember(world, 'update_user', { before, after })
  tellSight(world, before, after)
}

/** A licence is bought by the corp; the directory does not change with it. */
function isOnlyLicence({ licensed, ...others }: MemberChange): boolean {
  return licensed !== undefined && Object.values(others).every((value) => value === undefined)
}

/** Whoever is deleted is not put back when the desk names its people again at a start. */
export function memberLeaves(world: World, member: MemberRow): void {
  world.tables.members.remove(keyOf(member.id))
  world.tables.settings.put(goneKey(member.id), { value: '' })
  tellMember(world, 'delete_user', { before: member })
  tellSight(world, member, undefined)
}

export function hasGone(world: World, userId: string): boolean {
  return world.tables.settings.get(goneKey(userId)) !== undefined
}

export function putDepartment(world: World, row: DepartmentRow): void {
  must(row.id !== ROOT, '根部门不能改')
  mustExist(world, [row.parentId])
  const isNew = !world.tables.departments.get(String(row.id))
  world.tables.departments.put(String(row.id), row)
  tellAll(world, {
    ChangeType: isNew ? 'create_party' : 'update_party',
    Id: row.id,
    Name: row.name,
    ParentId: row.parentId,
    ...(isNew && { Order: row.id }),
  })
}

/** Only one that is empty can be deleted. */
export function removeDepartment(world: World, row: DepartmentRow): void {
  const members = [...world.tables.members.all()]
  must(!members.some((one) => departmentsOf(one).includes(row.id)), '部门里还有成员')
  must(!allDepartments(world).some((one) => one.parentId === row.id), '部门下面还有部门')
  world.tables.departments.remove(String(row.id))
  tellAll(world, { ChangeType: 'delete_party', Id: row.id })
}

/** The administrator changes what an app may see; those who go out of sight are told to the app one by one. */
export function changeVisible(world: World, agentId: number, ids: readonly number[]): void {
  mustExist(world, ids)
  const members = [...world.tables.members.all()]
  const before = new Set(members.filter((member) => sees(world, agentId, member)))
  setVisible(world, agentId, ids)
  for (const member of members) {
    const isSeen = sees(world, agentId, member)
    if (before.has(member) !== isSeen) tellOneSight(world, agentId, member, isSeen)
  }
}

interface Change {
  readonly before?: MemberRow
  readonly after?: MemberRow
}

/** Apps that see the member hear all of it; 通讯录同步 hears who, and where they are (path/90970). */
function tellMember(world: World, type: string, { before, after }: Change): void {
  const member = after ?? before
  if (!member) return
  const isRenamed = before && after && before.id !== after.id
  const who: XmlObject = {
    ChangeType: type,
    UserID: before?.id ?? member.id,
    ...(isRenamed && { NewUserID: member.id }),
  }
  const where: XmlObject = after ? { Department: departmentsOf(member).join(',') } : {}
  const rest: XmlObject = after
    ? {
        Name: member.name,
        MainDepartment: departmentsOf(member)[0] ?? ROOT,
        IsLeaderInDept: departmentsOf(member)
          .map(() => '0')
          .join(','),
        Position: member.title,
        Status: statusOf(member),
      }
    : {}
  for (const { agentId } of world.corp.apps) {
    const isSeen = [before, after].some((one) => one && sees(world, agentId, one))
    if (isSeen) tell(world, agentId, { ...who, ...where, ...rest })
  }
  tell(world, CONTACTS_AGENT, { ...who, ...where })
}

function tellAll(world: World, fields: XmlObject): void {
  for (const { agentId } of world.corp.apps) tell(world, agentId, fields)
  tell(world, CONTACTS_AGENT, fields)
}

function tell(world: World, agentId: number, fields: XmlObject): void {
  if (!appOf(world.corp, agentId)) return
  queueAppCallback(world, agentId, {
    FromUserName: 'sys',
    CreateTime: seconds(world),
    MsgType: 'event',
    Event: 'change_contact',
    ...fields,
  })
}

/** subscribe and unsubscribe: in and out of an app's sight, or of the company, or switched off (wecom.md 2.2). */
function tellSight(world: World, before?: MemberRow, after?: MemberRow): void {
  for (const { agentId } of world.corp.apps) {
    const was = before !== undefined && !before.disabled && sees(world, agentId, before)
    const is = after !== undefined && !after.disabled && sees(world, agentId, after)
    if (was !== is) tellOneSight(world, agentId, (after ?? before) as MemberRow, is)
  }
}

function tellOneSight(world: World, agentId: number, member: MemberRow, isSeen: boolean): void {
  queueAppCallback(world, agentId, {
    FromUserName: member.id,
    CreateTime: seconds(world),
    MsgType: 'event',
    Event: isSeen ? 'subscribe' : 'unsubscribe',
    EventKey: '',
  })
}

function mustExist(world: World, ids: readonly number[]): void {
  const known = new Set(allDepartments(world).map(({ id }) => id))
  for (const id of ids) must(known.has(id), `没有部门 ${id}`)
}

function keyOf(userId: string): string {
  return userId.toLowerCase()
}

function goneKey(userId: string): string {
  return `gone/${keyOf(userId)}`
}
