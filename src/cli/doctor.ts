/** `npm run doctor`: checks a real configuration step by step and says in Chinese what to click. */
import { parseArgs } from 'node:util'
import { examine } from '../channels/wecom/doctor/examine.ts'
import type { Finding } from '../channels/wecom/doctor/finding.ts'
import { BadConfig, type Config } from '../config.ts'

export interface DoctorCommand {
  /** What follows `npm run doctor --`. */
  readonly argv: readonly string[]
  /** Reads the configuration; throws BadConfig. */
  readConfig(): Config
  readonly now: () => Date
  print(line: string): void
}

const USAGE = `用法：
  npm run doctor                 检查 .env 和 wecom.yaml 里的企业微信配置，逐项说明怎么改
  npm run doctor -- --robot      同时往群机器人所在的群里发一条测试消息`

const WELL = 0
const ILL = 1
const MISUSED = 2

const MARKS = { ok: '✓', warn: '!', bad: '✗', skipped: '-' } as const
/** The platform answers within seconds or not at all. */
const TIMEOUT_MS = 10_000

/** 0 when nothing is broken, 1 when something is, 2 when it was called wrongly or there is nothing to check. */
export async function doctorCommand(command: DoctorCommand): Promise<number> {
  const { print } = command
  const wish = readWish(command.argv)
  if (wish === 'usage') {
    print(USAGE)
    return MISUSED
  }
  const config = configOf(command)
  if (config === undefined) return ILL
  const { wecom, publicUrl } = config
  if (wecom === null) {
    print('没有配置企业微信（WECOM_CORP_ID）：服务台用的是自带的沙盒，没有可检查的。')
    return MISUSED
  }
  print('✓ 配置  格式正确（企业ID、AgentId、Token、43位的EncodingAESKey）')
  const http = { baseUrl: wecom.apiBase, timeoutMs: TIMEOUT_MS }
  const deps = { http, publicUrl, mayWrite: wish.robot, now: command.now }
  const all: Finding[] = []
  for (const app of wecom.apps) {
    print(`\n应用 ${app.name}（企业 ${app.corpId}，AgentId ${app.agentId}）`)
    const findings = await examine(app, deps)
    for (const finding of findings) tell(print, finding)
    all.push(...findings)
  }
  return summed(print, all)
}

function readWish(argv: readonly string[]): { readonly robot: boolean } | 'usage' {
  try {
    const options = { robot: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const
    const { values } = parseArgs({ args: [...argv], options })
    return values.help ? 'usage' : { robot: values.robot === true }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return 'usage'
  }
}

/** Key lengths, names and what belongs together are the configuration's own rules. */
function configOf({ readConfig, print }: DoctorCommand): Config | undefined {
  try {
    return readConfig()
  } catch (error) {
    if (!(error instanceof BadConfig)) throw error
    print('✗ 配置  有问题，改好后再检查：')
    for (const problem of error.problems) print(`    ${problem}`)
    return undefined
  }
}

function tell(print: DoctorCommand['print'], { state, title, found, mend }: Finding): void {
  print(`${MARKS[state]} ${title}  ${found}`)
  if (mend) print(`    → ${mend}`)
}

function summed(print: DoctorCommand['print'], findings: readonly Finding[]): number {
  const count = (state: Finding['state']) => findings.filter((each) => each.state === state).length
  const [broken, lacking] = [count('bad'), count('warn')]
  print('')
  if (broken > 0) print(`${broken} 项需要修改，${lacking} 项建议处理。`)
  else if (lacking > 0) print(`可以使用，${lacking} 项建议处理。`)
  else print('全部通过。')
  return broken > 0 ? ILL : WELL
}
