/** The calls behind a message that members of staff confirm and send to their customers (wecom.md 7.5). */
import { z } from 'zod'
import type { WecomApi } from './client.ts'

const PATH = '/cgi-bin/externalcontact'

const CREATED = z.object({
  msgid: z.string().min(1),
  fail_list: z.array(z.string()).nullish().catch([]),
})

export type MassDraft = {
  readonly sender: string
  readonly text: { readonly content: string }
} & (
  | {
      readonly chat_type: 'single' /** At most 10,000. */
      readonly external_userid: readonly string[]
    }
  | { readonly chat_type: 'group' /** At most 2000. */; readonly chat_id_list: readonly string[] }
)

// https://developer.work.weixin.qq.com/document/path/92135
export async function addMessageTemplate(api: WecomApi, draft: MassDraft) {
  const path = `${PATH}/add_msg_template`
  const made = await api.json({ method: 'POST', path, body: draft }, CREATED)
  return { msgid: made.msgid, failed: made.fail_list ?? [] }
}

const MESSAGES = z.object({
  group_msg_list: z
    .array(
      z.object({
        msgid: z.string(),
        text: z.object({ content: z.string().catch('') }).catch({ content: '' }),
      }),
    )
    .default([]),
  next_cursor: z.string().default(''),
})

/** `from` and `to` are at most a month apart. */
// https://developer.work.weixin.qq.com/document/path/93338
export function listMessages(
  api: WecomApi,
  span: {
    readonly chatType: MassDraft['chat_type']
    readonly from: Date
    readonly to: Date
    readonly cursor: string
  },
): Promise<z.infer<typeof MESSAGES>> {
  const { chatType, from, to, cursor } = span
  const body = {
    chat_type: chatType,
    start_time: Math.floor(from.getTime() / 1000),
    end_time: Math.ceil(to.getTime() / 1000),
    limit: 100,
    ...(cursor && { cursor }),
  }
  return api.json({ method: 'POST', path: `${PATH}/get_groupmsg_list_v2`, body }, MESSAGES)
}

const TASKS = z.object({
  task_list: z.array(z.object({ userid: z.string(), status: z.number() })).default([]),
  next_cursor: z.string().default(''),
})

// https://developer.work.weixin.qq.com/document/path/93338
export function getTasks(
  api: WecomApi,
  of: { readonly msgid: string; readonly cursor: string },
): Promise<z.infer<typeof TASKS>> {
  const body = { msgid: of.msgid, limit: 1000, ...(of.cursor && { cursor: of.cursor }) }
  return api.json({ method: 'POST', path: `${PATH}/get_groupmsg_task`, body }, TASKS)
}

const RESULTS = z.object({
  send_list: z
    .array(
      z.object({
        external_userid: z.string().default(''),
        chat_id: z.string().default(''),
        status: z.number(),
      }),
    )
    .default([]),
  next_cursor: z.string().default(''),
})

// https://developer.work.weixin.qq.com/document/path/93338
export function getResults(
  api: WecomApi,
  of: { readonly msgid: string; readonly userid: string; readonly cursor: string },
): Promise<z.infer<typeof RESULTS>> {
  const { msgid, userid, cursor } = of
  const body = { msgid, userid, limit: 1000, ...(cursor && { cursor }) }
  return api.json({ method: 'POST', path: `${PATH}/get_groupmsg_send_result`, body }, RESULTS)
}

/** At most three times in 24 hours (41094). */
// https://developer.work.weixin.qq.com/document/path/97610
export async function remindSender(api: WecomApi, msgid: string): Promise<void> {
  const path = `${PATH}/remind_groupmsg_send`
  await api.json({ method: 'POST', path, body: { msgid } }, z.object({}))
}

// https://developer.work.weixin.qq.com/document/path/97611
export async function cancelMessage(api: WecomApi, msgid: string): Promise<void> {
  const path = `${PATH}/cancel_groupmsg_send`
  await api.json({ method: 'POST', path, body: { msgid } }, z.object({}))
}
