/** `npm run flows -- check | fmt | test | …`: tells authors of flows what is wrong, untested, or where talks lead. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ReadWork, readTalk } from '../conversation/read-talk.ts'
import { drawFlow, drawOverview } from '../dialogue/check/draw-flow.ts'
import { compileFlows } from '../dialogue/files/compile-flows.ts'
import type { FlowSet } from '../dialogue/files/flow-set.ts'
import { fileSchemas } from '../dialogue/files/json-schemas.ts'
import { printProblem } from '../dialogue/files/problem.ts'
import { type FlowFiles, readFlowFolder } from '../dialogue/files/read-folder.ts'
import type { Registry } from '../dialogue/files/registry.ts'
import { suiteFile } from '../dialogue/testing/suite-schema.ts'
import { evalFlows, readEvalOrder } from './eval-flows.ts'
import { fmtFlows, readFmtOrder } from './fmt-flows.ts'
import { readRecordOrder, recordFlows } from './record-flows.ts'
import { type Lines, readTalkOrder, talkFlows } from './talk-flows.ts'
import { testFlows } from './test-flows.ts'
import { readUnmatchedOrder, unmatchedFlows } from './unmatched-flows.ts'
import { readWalkOrder, walkFlows } from './walk-flows.ts'

export interface FlowsCommand {
  /** What stands behind the command's name: `check`, `test repair`, `graph repair_report`. */
  readonly argv: readonly string[]
  readonly registry: Registry
  readonly print: (line: string) => void
  readonly folder: string
  /** What is typed, for commands that listen. */
  readonly input: () => Lines
  /** The desk of this installation, for commands that read what was said there. */
  readonly desk: (company: string | undefined) => Promise<FlowsDesk>
}

export interface FlowsDesk {
  readonly corpId: string
  read<T>(run: (work: ReadWork) => Promise<T>): Promise<T>
  close(): Promise<void>
}

const USAGE = `用法 / usage:
  flows check            检查所有流程文件 / check all flow files
  flows fmt [文件…] [--check]
                         统一排版，保留注释；--check 只列出待排版的文件 / one form for all files; --check only lists those not in it
  flows test [名称]      运行测试，可只运行路径含该名称的 / run the tests, or those whose path contains the name
  flows talk [流程] [--as owner|staff…] [--verbose]
                         在终端里试聊，不用数据库，什么也不会发出 / a conversation in the terminal, without a database; nothing is sent
  flows record 会话编号 | --ticket 单号 [--company 企业]
                         把发生过的对话写成测试，姓名、房号、电话等都换掉 / a talk that took place as a test, names, homes and numbers exchanged
  flows unmatched [--days 30] [--questions] [--company 企业]
                         没听懂的话，已去掉姓名、房号等 / what nobody understood, without names and homes
  flows graph [流程]     画出流程图（Mermaid），不写流程则画总览 / draw a flow, or the overview, as Mermaid
  flows walk [流程] [--walks 20] [--turns 30] [--seed 1]
                         随机对话，找崩溃和死路，并把失败的对话写成测试 / random talks that find crashes and dead ends
  flows eval 文件.jsonl [--json 文件|-] [--at 2026-11-23T10:00+08:00]
                         用别人写的句子衡量理解得怎样 / how well sentences others wrote are understood
  flows schema           写出文件格式，供编辑器提示和检查 / write the JSON Schemas that editors complete and check with`

/** What every command is handed: what stands behind its name, and the files as they lie there. */
interface At extends FlowsCommand {
  readonly rest: readonly string[]
  readonly files: FlowFiles
}

/** The exit code; undefined when it was called wrongly. */
type Command = (at: At) => Promise<number | undefined> | number

const COMMANDS: Readonly<Record<string, Command>> = {
  check: ({ files, registry, print }) => check(files, registry, print),
  fmt: async (at) => {
    const order = readFmtOrder(at.rest)
    return order && (await fmtFlows(at, order, at.print))
  },
  test: (at) => testFlows(at, at.rest[0], at.print),
  graph: (at) => withFlows(at, (flows) => graph(flows, at.rest[0], at.print)),
  walk: async (at) => {
    const order = readWalkOrder(at.rest)
    return order && (await withFlows(at, (flows) => walkFlows({ ...at, flows }, order, at.print)))
  },
  eval: async (at) => {
    const order = readEvalOrder(at.rest)
    return order && (await withFlows(at, (flows) => evalFlows(flows, order, at.print)))
  },
  talk: async (at) => {
    const order = readTalkOrder(at.rest)
    const listen = () => ({ print: at.print, input: at.input() })
    return order && (await withFlows(at, (flows) => talkFlows({ ...at, flows }, order, listen())))
  },
  record: async (at) => {
    const order = readRecordOrder(at.rest)
    if (!order) return undefined
    return await withFlows(at, async (flows) => {
      const talk = await onDesk(at, order.company, ({ corpId, read }) =>
        read((work) => readTalk(work, corpId, order.wanted)),
      )
      return await recordFlows({ ...at, flows }, talk, at.print)
    })
  },
  unmatched: async (at) => {
    const order = readUnmatchedOrder(at.rest)
    if (!order) return undefined
    return await onDesk(at, order.company, ({ corpId, read }) =>
      read((work) => unmatchedFlows(work, corpId, order, at.print)),
    )
  },
  schema: ({ folder, print }) => schema(folder, print),
}

/** The exit code: 0 when all is well, 1 when something is wrong with the flows, 2 when the command is. */
export async function flowsCommand(command: FlowsCommand): Promise<number> {
  const [name = '', ...rest] = command.argv
  const files = await readFlowFolder(command.folder)
  const run = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  const code = await run?.({ ...command, rest, files })
  if (code !== undefined) return code
  command.print(USAGE)
  return 2
}

async function onDesk<T>(
  { desk: open }: FlowsCommand,
  company: string | undefined,
  run: (desk: FlowsDesk) => Promise<T>,
): Promise<T> {
  const desk = await open(company)
  try {
    return await run(desk)
  } finally {
    await desk.close()
  }
}

/** What needs flows that are whole is told the faults when they are not. */
async function withFlows(
  { files, registry, print }: At,
  run: (flows: FlowSet) => number | Promise<number>,
): Promise<number> {
  const compiled = compileFlows(files, registry)
  if ('flows' in compiled) return await run(compiled.flows)
  for (const problem of compiled.problems) print(printProblem(problem))
  return 1
}

function check(files: FlowFiles, registry: Registry, print: FlowsCommand['print']): number {
  const compiled = compileFlows(files, registry)
  const problems = 'problems' in compiled ? compiled.problems : compiled.warnings
  for (const problem of problems) print(printProblem(problem))
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const flows = 'flows' in compiled ? `${compiled.flows.flows.size} 个流程 / flows, ` : ''
  print(`${flows}${errors} 个错误 / errors, ${problems.length - errors} 个提醒 / warnings`)
  return errors === 0 ? 0 : 1
}

function graph({ flows }: FlowSet, name: string | undefined, print: FlowsCommand['print']): number {
  const flow = name === undefined ? undefined : flows.get(name)
  if (name !== undefined && !flow) {
    print(`没有流程“${name}” / unknown flow "${name}"`)
    return 2
  }
  print(flow ? drawFlow(flow) : drawOverview(flows.values()))
  return 0
}

async function schema(folder: string, print: FlowsCommand['print']): Promise<number> {
  const place = join(folder, '_schema')
  await mkdir(place, { recursive: true })
  for (const { name, schema: content } of fileSchemas(suiteFile)) {
    const path = join(place, `${name}.json`)
    await writeFile(path, `${JSON.stringify(content, null, 2)}\n`)
    print(path)
  }
  return 0
}
