/** `npm run admin`: what only whoever runs this installation may do. */
import type { Erased } from '../conversation/erase-talk.ts'
import { readArgs } from './read-args.ts'

export interface AdminCommand {
  /** What follows `npm run admin --`. */
  readonly argv: readonly string[]
  print(line: string): void
  /** Sets another password and answers it; not called for what needs none. */
  replace(): Promise<string>
  /** Erases the talk of whoever reported a ticket, or whose conversation this is. */
  erase(whose: string): Promise<Erased>
}

const USAGE = `用法：
  npm run admin -- --new-password     给本地管理员换一个密码；用旧密码登录的浏览器随即退出
  npm run admin -- --erase-talk 谁    删除一个人与服务台的聊天内容（个人信息保护法第47条）；工单、账单和房屋绑定保留
                                      谁：他报的工单号（如 BX20261130-0001），或会话号（渠道/企业/账号/用户）`

const MISUSED = 2

/** 0 when it was done, 1 when it could not be done now, 2 when it was called wrongly. */
export async function adminCommand(command: AdminCommand): Promise<number> {
  const { argv, print, replace, erase } = command
  const read = readArgs(argv, {
    'new-password': { type: 'boolean' },
    'erase-talk': { type: 'string' },
  })
  const { 'new-password': isNewPassword, 'erase-talk': whose } = read?.values ?? {}
  const isOne = (isNewPassword === true) !== (typeof whose === 'string' && whose !== '')
  if (read?.positionals.length !== 0 || !isOne) {
    print(USAGE)
    return MISUSED
  }
  if (typeof whose === 'string') return tellErased(await erase(whose), print)
  print(`本地管理员的新密码（只显示这一次）：${await replace()}`)
  return 0
}

function tellErased(erased: Erased, print: (line: string) => void): number {
  if (erased.outcome === 'ok') {
    print(`已删除 ${erased.talks} 个会话里的 ${erased.messages} 条消息；工单、账单和房屋绑定保留`)
    return 0
  }
  print(
    erased.outcome === 'busy'
      ? '这个人还有消息正在处理、发送，或正在由同事接待：什么都没有删，办完后再试'
      : '没有找到这个工单或会话',
  )
  return 1
}
