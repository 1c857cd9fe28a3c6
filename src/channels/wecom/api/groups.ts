/** The calls that read customer groups (wecom.md 7.2). */
import { z } from 'zod'
import type { WecomApi } from './client.ts'

const PATH = '/cgi-bin/externalcontact/groupchat'

const LIST = z.object({
  group_chat_list: z.array(z.object({ chat_id: z.string().min(1) })).default([]),
  next_cursor: z.string().default(''),
})

/** `owners` are at most 100; a page holds at most 100 groups, because each of them is read by a call. */
// https://developer.work.weixin.qq.com/document/path/92120
export async function listGroups(
  api: WecomApi,
  of: { readonly owners: readonly string[]; readonly cursor: string },
): Promise<{ readonly ids: readonly string[]; readonly nextCursor: string }> {
  const body = {
    status_filter: 0,
    owner_filter: { userid_list: of.owners },
    limit: 100,
    ...(of.cursor && { cursor: of.cursor }),
  }
  const page = await api.json({ method: 'POST', path: `${PATH}/list`, body }, LIST)
  return { ids: page.group_chat_list.map((one) => one.chat_id), nextCursor: page.next_cursor }
}

/** 2: somebody from outside; 1: a member of the company. */
const OUTSIDER = 2
const GROUP = z.object({
  group_chat: z.object({
    chat_id: z.string().min(1),
    name: z.string().catch(''),
    owner: z.string().catch(''),
    member_list: z
      .array(z.object({ userid: z.string().catch(''), type: z.number().catch(0) }))
      .catch([]),
  }),
})

export interface GroupChat {
  readonly id: string
  readonly name: string
  readonly owner: string
  /** External user ids. */
  readonly outsiders: readonly string[]
}

// https://developer.work.weixin.qq.com/document/path/92122
export async function getGroup(api: WecomApi, chatId: string): Promise<GroupChat> {
  const body = { chat_id: chatId, need_name: 0 }
  const { group_chat } = await api.json({ method: 'POST', path: `${PATH}/get`, body }, GROUP)
  const { chat_id: id, name, owner, member_list } = group_chat
  const outsiders = member_list.filter(({ type, userid }) => type === OUTSIDER && userid !== '')
  return { id, name, owner, outsiders: outsiders.map(({ userid }) => userid) }
}
