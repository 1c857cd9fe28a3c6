/** May the app see customers of stewards? Notices and welcome codes need it (wecom.md 7). */
import type { WecomApi } from '../api/client.ts'
import { listFollowUsers } from '../api/contacts.ts'
import { type Finding, ok, warn } from './finding.ts'
import { sayRefusal } from './say-refusal.ts'

const TITLE = '客户联系'

export async function checkContacts(api: WecomApi): Promise<Finding> {
  try {
    const stewards = await listFollowUsers(api)
    if (stewards.length > 0) return ok(TITLE, `${stewards.length} 位员工可以联系业主`)
    const mend = '到“客户与上下游 → 客户联系 → 使用范围”加入管家，否则通知发不出去'
    return warn(TITLE, '没有员工可以联系业主', mend)
  } catch (error) {
    const { found, mend } = sayRefusal(error)
    return warn(TITLE, `${found}；通知和欢迎语用不了，其他不受影响`, mend)
  }
}
