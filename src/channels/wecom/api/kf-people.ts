/** The 微信客服 calls about accounts, servicers, customers and links (wecom.md 3.7). */
import { z } from 'zod'
import type { WecomApi } from './client.ts'

const ACCOUNT = z.object({
  open_kfid: z.string(),
  name: z.string().default(''),
  avatar: z.string().optional(),
  /** True when the account is ticked under 通过API管理微信客服账号. */
  manage_privilege: z.boolean().optional(),
})
export type KfAccount = z.infer<typeof ACCOUNT>
const ACCOUNTS = z.object({ account_list: z.array(ACCOUNT).default([]) })
const ACCOUNT_PAGE = 100
/** A corp can have no more (wecom.md 3.7). */
const MOST_ACCOUNTS = 5000

/** All accounts of the corp, page by page. */
// https://developer.work.weixin.qq.com/document/path/94665
export async function listAccounts(api: WecomApi): Promise<readonly KfAccount[]> {
  const accounts: KfAccount[] = []
  for (;;) {
    const body = { offset: accounts.length, limit: ACCOUNT_PAGE }
    const path = '/cgi-bin/kf/account/list'
    const { account_list } = await api.json({ method: 'POST', path, body }, ACCOUNTS)
    accounts.push(...account_list)
    if (account_list.length < ACCOUNT_PAGE || accounts.length >= MOST_ACCOUNTS) return accounts
  }
}

const SERVICERS = z.object({
  servicer_list: z
    .array(
      z.object({
        userid: z.string().optional(),
        department_id: z.number().optional(),
        /** 0 receiving, 1 stopped: the other way round than in servicer_status_change. */
        status: z.number().optional(),
        /** 0 stopped, 1 suspended. */
        stop_type: z.number().optional(),
      }),
    )
    .default([]),
})
export type KfServicer = z.infer<typeof SERVICERS>['servicer_list'][number]

// https://developer.work.weixin.qq.com/document/path/94645
export async function listServicers(
  api: WecomApi,
  openKfId: string,
): Promise<readonly KfServicer[]> {
  const query = { open_kfid: openKfId }
  const path = '/cgi-bin/kf/servicer/list'
  return (await api.json({ method: 'GET', path, query }, SERVICERS)).servicer_list
}

const CUSTOMERS = z.object({
  customer_list: z
    .array(
      z.object({
        external_userid: z.string(),
        nickname: z.string().default(''),
        avatar: z.string().optional(),
        gender: z.number().optional(),
        unionid: z.string().optional(),
        /** The latest entry within 48 hours, when asked for. */
        enter_session_context: z
          .object({ scene: z.string().optional(), scene_param: z.string().optional() })
          .optional(),
      }),
    )
    .default([]),
  invalid_external_userid: z.array(z.string()).default([]),
})
export type KfCustomers = z.infer<typeof CUSTOMERS>

/** At most 100 people a call; a longer list throws. */
// https://developer.work.weixin.qq.com/document/path/95159
export function getCustomers(api: WecomApi, users: readonly string[]): Promise<KfCustomers> {
  if (users.length > 100) throw new Error('at most 100 customers a call')
  const body = { external_userid_list: users, need_enter_session_context: 1 }
  const path = '/cgi-bin/kf/customer/batchget'
  return api.json({ method: 'POST', path, body }, CUSTOMERS)
}

const LINK = z.object({ url: z.string() })

/**
 * The link of an account for one place it is shown at. `scene` has at most 32 of [0-9a-zA-Z_-]; whoever uses the
 * link may append `&scene_param=` and an escaped text of at most 128 bytes, and change nothing else.
 */
// https://developer.work.weixin.qq.com/document/path/94665
export async function addContactWay(
  api: WecomApi,
  openKfId: string,
  scene: string,
): Promise<string> {
  const body = { open_kfid: openKfId, scene }
  const path = '/cgi-bin/kf/add_contact_way'
  return (await api.json({ method: 'POST', path, body }, LINK)).url
}
