/** The link by which whoever starts the sandbox opens its console, told on the terminal with each start. */
import type { Base } from './base.ts'

export function tellSandboxLink(
  { sandbox, links, rules, config }: Base,
  tell: (line: string) => void,
): void {
  if (!sandbox || config.role === 'worker') return
  const { estate, platform } = sandbox.demo
  const boss = estate.staff.find(({ roles }) => roles.includes('经理'))
  if (!boss) return
  const minutes = rules.desk.access.sandbox_link_minutes
  const link = links.console(platform.corp.corpId, boss.id)
  tell(`看板（${boss.name}，${minutes}分钟内有效一次）：${link}`)
}
