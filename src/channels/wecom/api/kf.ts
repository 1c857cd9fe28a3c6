/** The 微信客服 calls: pull, send, hand over, accounts, servicers, customers, links (wecom.md 3). */
import { z } from 'zod'
import type { WecomApi } from './client.ts'

const PAGE = z.object({
  next_cursor: z.string().default(''),
  has_more: z.number().default(0),
  // Entries are read one by one: a strange one must not cost the page.
  msg_list: z.array(z.unknown()).default([]),
})
export type KfPage = z.infer<typeof PAGE>

export interface KfPull {
  readonly openKfId: string
  readonly cursor?: string | undefined
  /** From the ping; without it the call is strictly rate-limited. */
  readonly token?: string | undefined
}

// https://developer.work.weixin.qq.com/document/path/94670
export function syncMessages(api: WecomApi, pull: KfPull): Promise<KfPage> {
  const { openKfId, cursor, token } = pull
  const body = {
    open_kfid: openKfId,
    limit: 1000,
    voice_format: 0,
    ...(cursor && { cursor }),
    ...(token && { token }),
  }
  return api.json({ method: 'POST', path: '/cgi-bin/kf/sync_msg', body }, PAGE)
}

/** Nothing in a yes may turn it into a doubt: a message that was shown would be tried again. */
const SENT = z.object({ msgid: z.string().optional().catch(undefined) })

export interface KfMessage {
  readonly msgid: string
  readonly msgtype: string
  readonly [body: string]: unknown
}

// https://developer.work.weixin.qq.com/document/path/94677
export function sendMessage(
  api: WecomApi,
  to: { readonly openKfId: string; readonly user: string },
  message: KfMessage,
): Promise<{ readonly msgid?: string | undefined }> {
  const body = { touser: to.user, open_kfid: to.openKfId, ...message }
  return api.json({ method: 'POST', path: '/cgi-bin/kf/send_msg', body }, SENT)
}

// https://developer.work.weixin.qq.com/document/path/95122
export function sendMessageOnEvent(
  api: WecomApi,
  code: string,
  message: KfMessage,
): Promise<{ readonly msgid?: string | undefined }> {
  const body = { code, ...message }
  return api.json({ method: 'POST', path: '/cgi-bin/kf/send_msg_on_event', body }, SENT)
}

/** Of a customer's conversation: 0 new, 1 bot, 2 pool, 3 human, 4 ended (wecom.md 3.6). */
export type ServiceState = 0 | 1 | 2 | 3 | 4

export interface KfCustomer {
  readonly openKfId: string
  readonly user: string
}

const STATE = z.object({
  service_state: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
  servicer_userid: z.string().optional(),
})

// https://developer.work.weixin.qq.com/document/path/94669
export function getServiceState(
  api: WecomApi,
  { openKfId, user }: KfCustomer,
): Promise<z.infer<typeof STATE>> {
  const body = { open_kfid: openKfId, external_userid: user }
  return api.json({ method: 'POST', path: '/cgi-bin/kf/service_state/get', body }, STATE)
}

const MOVED = z.object({ msg_code: z.string().optional().catch(undefined) })

// https://developer.work.weixin.qq.com/document/path/94669
export function moveServiceState(
  api: WecomApi,
  { openKfId, user }: KfCustomer,
  to: { readonly state: ServiceState; readonly servicer?: string | undefined },
): Promise<z.infer<typeof MOVED>> {
  const body = {
    open_kfid: openKfId,
    external_userid: user,
    service_state: to.state,
    ...(to.servicer && { servicer_userid: to.servicer }),
  }
  return api.json({ method: 'POST', path: '/cgi-bin/kf/service_state/trans', body }, MOVED)
}
