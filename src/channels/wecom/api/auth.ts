/** The call that tells who opened a page from inside the chat (wecom.md 9). */
import { z } from 'zod'
import type { WecomApi } from './client.ts'

const VISITOR = z.object({
  userid: z.string().optional(),
  user_ticket: z.string().optional(),
  openid: z.string().optional(),
  external_userid: z.string().optional(),
})

export type Visitor =
  | { readonly kind: 'member'; readonly userId: string }
  /** Somebody in WeChat; the id is there only for customers of the corp. */
  | { readonly kind: 'outsider'; readonly externalUserId: string | undefined }

/** `code` is used up by the call. Throws WecomRefused with 40029, 42003 or 42022 when it no longer counts. */
// https://developer.work.weixin.qq.com/document/path/91023
export async function whoOpened(api: WecomApi, code: string): Promise<Visitor> {
  const call = { method: 'GET', path: '/cgi-bin/auth/getuserinfo', query: { code } } as const
  const visitor = await api.json(call, VISITOR)
  if (visitor.userid) return { kind: 'member', userId: visitor.userid }
  return { kind: 'outsider', externalUserId: visitor.external_userid }
}
