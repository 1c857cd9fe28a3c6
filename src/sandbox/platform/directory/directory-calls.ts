/** The calls that read members and departments (path/90196, path/90201, path/90200, path/90208). */
import type { AppCall, Route } from '../api/call.ts'
import { CONTACTS_AGENT } from '../corp.ts'
import type { JsonObject } from '../json.ts'
import { findMember } from '../phones.ts'
import { need } from '../refused.ts'
import type { MemberRow } from '../store/rows.ts'
import type { World } from '../world.ts'
import { allDepartments, departmentsOf, sees, visibleTo } from './departments.ts'

export const DIRECTORY_ROUTES: Readonly<Record<string, Route>> = {
  '/cgi-bin/user/get': read(getUser),
  '/cgi-bin/user/list': read((world, call) => ({
    userlist: membersIn(world, call).map((member) => shown(member)),
  })),
  '/cgi-bin/user/simplelist': read((world, call) => ({
    userlist: membersIn(world, call).map((member) => ({
      userid: member.id,
      name: member.name,
      department: [...departmentsOf(member)],
      open_userid: '',
    })),
  })),
  '/cgi-bin/department/list': read((world, { app }) => {
    const visible = visibleTo(world, app.agentId)
    const department = allDepartments(world)
      .filter(({ id }) => visible.has(id))
      .map(({ id, parentId, name }) => ({ id, name, parentid: parentId, order: id }))
    return { department }
  }),
}

/** Since August 2022 the secret of 通讯录同步 may read no more than ids: 48009 (path/90201). */
function read(run: (world: World, call: AppCall) => JsonObject): Route {
  return {
    method: 'GET',
    takes: 'nothing',
    needs: 'token',
    run(world, call) {
      need(call.app.agentId !== CONTACTS_AGENT, 48009, 'not allowed for the contact assistant')
      return run(world, call)
    },
  }
}

/** 41009 missing, 60111 unknown, 60011 out of the app's sight. */
function getUser(world: World, { app, query }: AppCall): JsonObject {
  const userId = query.get('userid') ?? ''
  need(userId !== '', 41009, 'missing userid')
  const member = findMember(world.tables, userId)
  need(member, 60111, 'userid not found')
  need(sees(world, app.agentId, member), 60011, 'no privilege to access the member')
  return shown(member)
}

/** Of the department itself, not of those below. 60003 unknown, 60011 out of sight. */
function membersIn(world: World, { app, query }: AppCall): MemberRow[] {
  const id = Number(query.get('department_id') ?? Number.NaN)
  need(Number.isInteger(id), 40058, 'department_id is missing or no number')
  need(
    allDepartments(world).some((department) => department.id === id),
    60003,
    'department not found',
  )
  need(visibleTo(world, app.agentId).has(id), 60011, 'no privilege to access the department')
  return [...world.tables.members.all()].filter((member) => departmentsOf(member).includes(id))
}

/** An app made after June 2022 is not shown phone, mail, gender and picture (path/90196). */
function shown(member: MemberRow): JsonObject {
  const departments = [...departmentsOf(member)]
  return {
    userid: member.id,
    name: member.name,
    department: departments,
    order: departments.map(() => 0),
    is_leader_in_dept: departments.map(() => 0),
    main_department: departments[0] ?? 0,
    position: member.title,
    status: statusOf(member),
    enable: member.disabled ? 0 : 1,
    alias: '',
    telephone: '',
    extattr: { attrs: [] },
  }
}

/** wecom.md 2.2: 1 active, 2 disabled, 4 never logged in. */
export function statusOf(member: MemberRow): number {
  if (member.disabled) return 2
  return member.activated ? 1 : 4
}
