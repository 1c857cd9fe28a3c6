/** The calls that read the customers of members, greet them, make codes and mark them with tags (wecom.md 7.2 to 7.4). */
import { z } from 'zod'
import type { WecomApi } from './client.ts'

const PATH = '/cgi-bin/externalcontact'
const DONE = z.object({})

const FOLLOWERS = z.object({ follow_user: z.array(z.string()).default([]) })

// https://developer.work.weixin.qq.com/document/path/92571
export async function listFollowUsers(api: WecomApi): Promise<readonly string[]> {
  const call = { method: 'GET', path: `${PATH}/get_follow_user_list` } as const
  return (await api.json(call, FOLLOWERS)).follow_user
}

const PAGE = z.object({
  // Entries are read one by one: a strange one must not cost the page.
  external_contact_list: z.array(z.unknown()).default([]),
  next_cursor: z.string().default(''),
})

const ENTRY = z.object({
  external_contact: z.object({ external_userid: z.string().min(1), name: z.string().catch('') }),
  follow_info: z.object({
    userid: z.string().min(1),
    createtime: z.number().catch(0),
    state: z.string().catch(''),
    tag_id: z.array(z.string()).catch([]),
  }),
})

export interface ContactPage {
  readonly entries: readonly z.infer<typeof ENTRY>[]
  readonly nextCursor: string
}

/** `userids` are at most 100. */
// https://developer.work.weixin.qq.com/document/path/92994
export async function batchByUser(
  api: WecomApi,
  of: { readonly userids: readonly string[]; readonly cursor: string },
): Promise<ContactPage> {
  const body = { userid_list: of.userids, limit: 100, ...(of.cursor && { cursor: of.cursor }) }
  const page = await api.json({ method: 'POST', path: `${PATH}/batch/get_by_user`, body }, PAGE)
  const entries = page.external_contact_list.flatMap((one) => ENTRY.safeParse(one).data ?? [])
  return { entries, nextCursor: page.next_cursor }
}

/** Its welcome code is good for 20 seconds and one greeting. */
// https://developer.work.weixin.qq.com/document/path/92137
export async function sendWelcome(
  api: WecomApi,
  code: string,
  contents: Readonly<Record<string, unknown>>,
): Promise<void> {
  const body = { welcome_code: code, ...contents }
  await api.json({ method: 'POST', path: `${PATH}/send_welcome_msg`, body }, DONE)
}

const WAY = z.object({ config_id: z.string().min(1), qr_code: z.string() })

export interface WayDraft {
  readonly user: readonly string[]
  readonly state: string
  readonly remark: string
  readonly expires_in?: number
}

// https://developer.work.weixin.qq.com/document/path/92572
export function addContactWay(api: WecomApi, draft: WayDraft): Promise<z.infer<typeof WAY>> {
  const isTemp = draft.expires_in !== undefined
  const body = { type: 1, scene: 2, skip_verify: true, ...draft, ...(isTemp && { is_temp: true }) }
  return api.json({ method: 'POST', path: `${PATH}/add_contact_way`, body }, WAY)
}

// https://developer.work.weixin.qq.com/document/path/92572
export async function deleteContactWay(api: WecomApi, configId: string): Promise<void> {
  const body = { config_id: configId }
  await api.json({ method: 'POST', path: `${PATH}/del_contact_way`, body }, DONE)
}

const TAG_GROUP = z.object({
  group_name: z.string(),
  tag: z.array(z.object({ id: z.string().min(1), name: z.string() })).default([]),
})
export type TagGroup = z.infer<typeof TAG_GROUP>

// https://developer.work.weixin.qq.com/document/path/92117
export async function listCorpTags(api: WecomApi): Promise<readonly TagGroup[]> {
  const shape = z.object({ tag_group: z.array(TAG_GROUP).default([]) })
  const call = { method: 'POST', path: `${PATH}/get_corp_tag_list`, body: {} } as const
  return (await api.json(call, shape)).tag_group
}

// https://developer.work.weixin.qq.com/document/path/92117
export async function addCorpTags(
  api: WecomApi,
  group: string,
  names: readonly string[],
): Promise<TagGroup> {
  const body = { group_name: group, tag: names.map((name) => ({ name })) }
  const shape = z.object({ tag_group: TAG_GROUP })
  return (await api.json({ method: 'POST', path: `${PATH}/add_corp_tag`, body }, shape)).tag_group
}

// https://developer.work.weixin.qq.com/document/path/92118
export async function markTag(
  api: WecomApi,
  mark: {
    readonly userid: string
    readonly external_userid: string
    readonly add_tag?: readonly string[]
    readonly remove_tag?: readonly string[]
  },
): Promise<void> {
  await api.json({ method: 'POST', path: `${PATH}/mark_tag`, body: mark }, DONE)
}
