/** `npm run flows -- walk`: random talks with every flow, or one; a talk that breaks is printed as a test. */
import type { FlowSet } from '../dialogue/files/flow-set.ts'
import type { FlowFiles } from '../dialogue/files/read-folder.ts'
import type { Registry } from '../dialogue/files/registry.ts'
import type { TurnEvent } from '../dialogue/run/world.ts'
import { coverageOf } from '../dialogue/testing/coverage.ts'
import { poolOf } from '../dialogue/walking/pool.ts'
import { printWalk } from '../dialogue/walking/print-walk.ts'
import { shorten } from '../dialogue/walking/shorten.ts'
import { takeWalk, type WalkOf } from '../dialogue/walking/take-walk.ts'
import { readArgs } from './read-args.ts'

export interface WalkOrder {
  /** One flow; all when left out. */
  readonly flow: string | undefined
  readonly walks: number
  readonly turns: number
  /** The first of the seeds: the same talks again, and one alone with `walks` 1. */
  readonly seed: number
}

/** The longest talk and the most of them one command takes on: an hour of work, not a slip of the finger. */
const MOST_WALKS = 100_000
const MOST_TURNS = 1000

/** Undefined when it was called wrongly. */
export function readWalkOrder(argv: readonly string[]): WalkOrder | undefined {
  const count = (text: string | undefined, most: number) =>
    text !== undefined && /^\d{1,9}$/.test(text) && Number(text) >= 1 && Number(text) <= most
      ? Number(text)
      : Number.NaN
  const read = readArgs(argv, {
    walks: { type: 'string', default: '20' },
    turns: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
  })
  const [flow, ...more] = read?.positionals ?? []
  const walks = count(read?.values.walks, MOST_WALKS)
  const turns = count(read?.values.turns, MOST_TURNS)
  const seed = count(read?.values.seed, 999_999_999)
  const isWrong = more.length > 0 || [walks, turns, seed].some(Number.isNaN)
  return isWrong ? undefined : { flow, walks, turns, seed }
}

/** The exit code: 0 when every walk held, 1 when one did not, 2 when there is no such flow or it has no test to start from. */
export async function walkFlows(
  { files, flows, registry }: { files: FlowFiles; flows: FlowSet; registry: Registry },
  order: WalkOrder,
  print: (line: string) => void,
): Promise<number> {
  const of: WalkOf = { flows, registry, pool: poolOf(files) }
  const names = order.flow === undefined ? [...flows.flows.keys()] : [order.flow]
  const unknown = names.filter((name) => !of.pool.scenes.has(name))
  for (const name of unknown)
    print(
      `流程“${name}”不存在或没有测试 / "${name}" is no flow, or has no tests to begin a talk from`,
    )
  if (unknown.length > 0) return 2
  const failures: string[] = []
  for (const flow of names) {
    const { failed, events } = await walkOne(of, flow, order, print)
    failures.push(...failed)
    const { shares } = coverageOf(flowNamed(flows, flow), files, events)
    const [steps, branches] = [shares.steps, shares.branches].map((share) =>
      Math.round(share * 100),
    )
    print(
      `${failed.length === 0 ? '✓' : '✗'} ${flow} ${order.walks} 次 / walks, 步骤 / steps ${steps}%, 分支 / branches ${branches}%`,
    )
  }
  const walks = names.length * order.walks
  print(`${walks - failures.length} 通过 / held, ${failures.length} 失败 / failed`)
  return failures.length === 0 ? 0 : 1
}

async function walkOne(
  of: WalkOf,
  flow: string,
  { walks, turns, seed: first }: WalkOrder,
  print: (line: string) => void,
): Promise<{ readonly failed: readonly string[]; readonly events: readonly TurnEvent[] }> {
  const failed: string[] = []
  const events: TurnEvent[] = []
  for (let seed = first; seed < first + walks; seed += 1) {
    const walk = await takeWalk(of, { flow, seed, turns })
    events.push(...walk.events)
    if (walk.failure === undefined) continue
    // One talk of each kind of failure: the same fault found forty times is one to mend.
    const isNew = !failed.includes(walk.failure)
    failed.push(walk.failure)
    if (isNew) print(printWalk(await shorten(of, walk), seed))
  }
  return { failed, events }
}

function flowNamed(flows: FlowSet, name: string) {
  const flow = flows.flows.get(name)
  if (!flow) throw new Error(`there is no flow ${name}`)
  return flow
}
