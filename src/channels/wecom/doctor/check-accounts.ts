/** Is the app trusted from here, which customer-service accounts has it, and does anybody receive? (wecom.md 3.0, 3.7) */
import type { WecomApi } from '../api/client.ts'
import { type KfAccount, listAccounts, listServicers } from '../api/kf-people.ts'
import { WecomRefused } from '../api/wecom-refused.ts'
import { bad, type Finding, ok, skipped, warn } from './finding.ts'
import { sayRefusal } from './say-refusal.ts'

const ADDRESS = '企业可信IP'
const ACCOUNTS = '微信客服账号'
const NOT_TRUSTED = 60020
/** No account has such an id: the refusal tells the address our call came from. */
const NO_ACCOUNT = 'guanjia-doctor'
/** Servicers of more accounts than these would cost more calls than a check is worth. */
const MOST_ASKED = 20

export async function checkAccounts(api: WecomApi): Promise<readonly Finding[]> {
  try {
    const accounts = await listAccounts(api)
    const address = ok(ADDRESS, `可以调用${sayAddress(await addressSeen(api))}`)
    return [address, ...(await accountFindings(api, accounts))]
  } catch (error) {
    const said = sayRefusal(error)
    if (error instanceof WecomRefused && error.code !== NOT_TRUSTED) {
      const from = sayAddress(error.fromIp)
      return [ok(ADDRESS, `可以调用${from}`), bad(ACCOUNTS, said.found, said.mend)]
    }
    return [bad(ADDRESS, said.found, said.mend), skipped(ACCOUNTS, '上一项没有通过')]
  }
}

function sayAddress(address: string | undefined): string {
  return address ? `，本机出口地址是 ${address}` : ''
}

async function addressSeen(api: WecomApi): Promise<string | undefined> {
  try {
    await listServicers(api, NO_ACCOUNT)
    return undefined
  } catch (error) {
    if (error instanceof WecomRefused) return error.fromIp
    throw error
  }
}

async function accountFindings(
  api: WecomApi,
  accounts: readonly KfAccount[],
): Promise<readonly Finding[]> {
  const mine = accounts.filter((account) => account.manage_privilege !== false)
  if (mine.length === 0) {
    const mend = '到“微信客服 → API → 通过API管理微信客服账号”勾选要由本应用管理的账号'
    return [bad(ACCOUNTS, '没有一个账号交给本应用管理', mend)]
  }
  const names = mine.map(({ name, open_kfid }) => name || open_kfid).join('、')
  const servicers = await Promise.all(
    mine.slice(0, MOST_ASKED).map((account) => servicerFinding(api, account)),
  )
  return [ok(ACCOUNTS, `${mine.length} 个：${names}`), ...servicers]
}

async function servicerFinding(api: WecomApi, account: KfAccount): Promise<Finding> {
  const title = `接待人员（${account.name || account.open_kfid}）`
  try {
    const servicers = await listServicers(api, account.open_kfid)
    const receiving = servicers.filter(({ status }) => status === 0 || status === undefined)
    if (servicers.length === 0) {
      const mend = '到“微信客服 → 账号 → 接待人员”添加，否则业主转人工时无人可转'
      return warn(title, '一位也没有', mend)
    }
    if (receiving.length === 0) {
      const mend = '请至少一位在企业微信“微信客服”里打开“接待中”，否则转人工会被拒绝'
      return warn(title, `${servicers.length} 位，都没有在接待`, mend)
    }
    return ok(title, `${servicers.length} 位，${receiving.length} 位在接待`)
  } catch (error) {
    const { found, mend } = sayRefusal(error)
    return warn(title, found, mend)
  }
}
