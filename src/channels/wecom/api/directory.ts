/**
 * The calls that read members and departments. They are made with the app's secret: since August 2022 that of
 * 通讯录同步 reads ids only (path/90201), and an app sees who is in its visible range.
 */
import { z } from 'zod'
import type { WecomApi } from './client.ts'

const MEMBER = z.object({
  userid: z.string().min(1),
  department: z.array(z.number().int()).catch([]),
  // An app without the right to a field is not given it: whoever is listed without a status is there.
  status: z.number().optional().catch(undefined),
  enable: z.number().optional().catch(undefined),
})
export type MemberEntry = z.infer<typeof MEMBER>

const DEPARTMENT = z.object({
  id: z.number().int(),
  parentid: z.number().int().catch(0),
  name: z.string().catch(''),
})

/** Throws WecomRefused with 60111 when there is nobody of this id, 60011 when the app may not see them. */
// https://developer.work.weixin.qq.com/document/path/90196
export function getMember(api: WecomApi, userid: string): Promise<MemberEntry> {
  return api.json({ method: 'GET', path: '/cgi-bin/user/get', query: { userid } }, MEMBER)
}

/** Of this department only; not of those below it. */
// https://developer.work.weixin.qq.com/document/path/90201
export async function listMembers(api: WecomApi, departmentId: number) {
  const query = { department_id: String(departmentId) }
  // Entries are read one by one: a strange one must not cost the list.
  const shape = z.object({ userlist: z.array(z.unknown()).default([]) })
  const list = await api.json({ method: 'GET', path: '/cgi-bin/user/list', query }, shape)
  return list.userlist.flatMap((one) => MEMBER.safeParse(one).data ?? [])
}

/** All that the app may see. */
// https://developer.work.weixin.qq.com/document/path/90208
export async function listDepartments(api: WecomApi) {
  const shape = z.object({ department: z.array(z.unknown()).default([]) })
  const list = await api.json({ method: 'GET', path: '/cgi-bin/department/list' }, shape)
  return list.department.flatMap((one) => DEPARTMENT.safeParse(one).data ?? [])
}
