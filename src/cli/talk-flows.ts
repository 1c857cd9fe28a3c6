/** `npm run flows -- talk`: a terminal conversation with the flows, on a desk made of their tests; no database, nothing sent. */
import type { FlowSet } from '../dialogue/files/flow-set.ts'
import { duration } from '../dialogue/files/quantities.ts'
import type { FlowFiles } from '../dialogue/files/read-folder.ts'
import type { Registry } from '../dialogue/files/registry.ts'
import { findFlow } from '../dialogue/trying/find-flow.ts'
import { openTry, type Try } from '../dialogue/trying/open-try.ts'
import { audiences, sceneOfTalk } from '../dialogue/trying/talk-settings.ts'
import { localText } from '../dialogue/understand/local-time.ts'
import { poolOf, type Said } from '../dialogue/walking/pool.ts'
import { readArgs } from './read-args.ts'

export interface TalkOrder {
  readonly flow: string | undefined
  readonly as: string | undefined
  readonly verbose: boolean
}

/** What people type, line by line; `isTyped` when they see it as they type. */
export interface Lines {
  readonly isTyped: boolean
  readonly lines: AsyncIterable<string>
}

type Print = (line: string) => void

const HELP = `说什么就打什么；菜单可以打数字或选项文字。
  /photo [名称…]   发照片        /voice 文字      发语音
  /time +2h        过两小时      /staff closed    同事交还对话
  /back            撤回上一句    /slots           看已知的信息
  /help            看这一页      /quit            结束`

/** Undefined when it was called wrongly. */
export function readTalkOrder(argv: readonly string[]): TalkOrder | undefined {
  const read = readArgs(argv, {
    as: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  })
  const [flow, ...more] = read?.positionals ?? []
  if (!read || more.length > 0) return undefined
  return { flow, as: read.values.as, verbose: read.values.verbose }
}

/** The exit code: 0 when the talk was ended, 2 when the flow or the person is unknown. */
export async function talkFlows(
  source: { readonly files: FlowFiles; readonly flows: FlowSet; readonly registry: Registry },
  order: TalkOrder,
  { print, input }: { readonly print: Print; readonly input: Lines },
): Promise<number> {
  const flow = flowNamed(source.flows, order.flow, print)
  if (flow === false || !isKnown(source.flows, order.as, print)) return 2
  const scene = sceneOfTalk({ ...source, pool: poolOf(source.files) }, { flow, as: order.as })
  const talk = openTry(source.flows, scene, flow, order.verbose)
  const { audience = ['owner'] } = scene.settings.user ?? {}
  print(`〔${audience.join('、')}，${localText(talk.now())}；/help 看怎么用〕`)
  for (const line of await talk.begin()) print(line)
  for await (const line of typedIn(input)) {
    if (line === '/quit') break
    if (!input.isTyped) print(`> ${line}`)
    for (const answer of await answerTo(talk, line)) print(answer)
  }
  return 0
}

/** What can be seen of what was typed; nothing of an empty line. */
async function* typedIn({ lines }: Lines): AsyncIterable<string> {
  for await (const typed of lines) {
    const line = typed.replace(/\p{Cc}/gu, ' ').trim()
    if (line !== '') yield line
  }
}

async function answerTo(talk: Try, line: string): Promise<readonly string[]> {
  if (!line.startsWith('/')) return await talk.say({ user: line })
  const [command = '', ...rest] = line.split(/\s+/)
  if (command === '/help') return [HELP]
  if (command === '/slots') return talk.standing()
  if (command === '/back')
    return (await talk.takeBack()) ? ['〔已撤回上一句〕', ...talk.standing()] : ['〔还没有说过话〕']
  const item = said(command, rest)
  if (!item) return [`〔没有这个命令，或写得不对：${line}〕`, HELP]
  const lines = await talk.say(item)
  return 'advance' in item ? [`〔现在是${localText(talk.now())}〕`, ...lines] : lines
}

function said(command: string, rest: readonly string[]): Said | undefined {
  const text = rest.join(' ')
  if (command === '/photo') return { media: rest.length > 0 ? [...rest] : ['照片.jpg'] }
  if (command === '/voice') return text === '' ? undefined : { voice: '语音.amr', transcript: text }
  if (command === '/staff' && (text === 'closed' || text === 'expired')) return { staff: text }
  const period = command === '/time' ? duration.safeParse(text.replace(/^\+/, '')) : undefined
  return period?.success ? { advance: period.data } : undefined
}

/** False when there is no such flow, which is said, with what it may have been. */
function flowNamed(
  flows: FlowSet,
  typed: string | undefined,
  print: Print,
): string | undefined | false {
  if (typed === undefined) return undefined
  const found = findFlow(flows, typed)
  if ('flow' in found) return found.flow
  print(`没有流程“${typed}” / unknown flow "${typed}"`)
  const near = found.near.map(({ id, title }) => `${id}（${title}）`)
  print(
    near.length > 0
      ? `是不是 / did you mean: ${near.join('、')}`
      : `已有 / there are: ${[...flows.flows.keys()].join('、')}`,
  )
  return false
}

function isKnown(flows: FlowSet, as: string | undefined, print: Print): boolean {
  const known = audiences(flows)
  if (as === undefined || known.includes(as)) return true
  print(`没有这种身份“${as}”，有 / unknown person "${as}", there are: ${known.join('、')}`)
  return false
}
