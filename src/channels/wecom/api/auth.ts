/** The call that tells who opened a page from inside the chat (wecom.md 9). */
import { z } from 'zod'
import type { WecomApi } from './client.ts'
import { WecomRefused } from './wecom-refused.ts'

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
  /** The code is unknown, too old or was used: the platform's own prefetch and a double load do that (wecom.md 4.3). */
  | { readonly kind: 'stale' }

const STALE_CODES = [40029, 42003, 42022]

/** `code` is used up by the call. Throws WecomRefused for any other reason than a code that no longer counts. */
// https://developer.work.weixin.qq.com/document/path/91023
export async function whoOpened(api: WecomApi, code: string): Promise<Visitor> {
  const call = { method: 'GET', path: '/cgi-bin/auth/getuserinfo', query: { code } } as const
  const visitor = await api.json(call, VISITOR).catch((error: unknown) => {
    if (error instanceof WecomRefused && STALE_CODES.includes(error.code)) return null
    throw error
  })
  if (!visitor) return { kind: 'stale' }
  if (visitor.userid) return { kind: 'member', userId: visitor.userid }
  return { kind: 'outsider', externalUserId: visitor.external_userid }
}
