/** The password of the local administrator, told once: to whoever starts the desk for the first time. */
import { v7 as newId } from 'uuid'
import { firstPassword } from '../desk/access/local-admin.ts'
import type { Base } from './base.ts'

/** Says nothing when there is an administrator already. */
export async function tellFirstPassword(
  { ground, clock, links }: Base,
  tell: (line: string) => void,
): Promise<void> {
  const password = await firstPassword({ db: ground.db, clock, newId })
  if (password === null) return
  tell(`本地管理员密码（只显示这一次，请记下）：${password}`)
  tell(`登录：${links.addressOf('login/admin')}　忘记了请运行 npm run admin -- --new-password`)
}
