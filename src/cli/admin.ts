/** `npm run admin -- --new-password`: gives the local administrator of this installation another password. */
import { readArgs } from './read-args.ts'

export interface AdminCommand {
  /** What follows `npm run admin --`. */
  readonly argv: readonly string[]
  print(line: string): void
  /** Sets another password and answers it; not called for what needs none. */
  replace(): Promise<string>
}

const USAGE = `用法：
  npm run admin -- --new-password   给本地管理员换一个密码；用旧密码登录的浏览器随即退出`

const MISUSED = 2

/** 0 when it was done, 2 when it was called wrongly. */
export async function adminCommand({ argv, print, replace }: AdminCommand): Promise<number> {
  if (!wantsPassword(argv)) {
    print(USAGE)
    return MISUSED
  }
  print(`本地管理员的新密码（只显示这一次）：${await replace()}`)
  return 0
}

function wantsPassword(argv: readonly string[]): boolean {
  const read = readArgs(argv, { 'new-password': { type: 'boolean' } })
  return read?.positionals.length === 0 && read.values['new-password'] === true
}
