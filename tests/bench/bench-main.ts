/**
 * `npm run bench [-- name …] [--json FILE] [--full]`: how long the desk's work takes, against what we mean it to take.
 * Without a name those run that need no server. `scale` takes [--tickets 10000,100000] [--docs FOLDER] as well: the
 * sizes of its seeded years, and a folder that keeps the plan of every statement and the curve; `start` takes
 * [--minutes N]: how long the desk is kept at work.
 */
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { machine } from './machine.ts'
import { type BenchWish, NAMED_BENCHES } from './named-benches.ts'
import { reportLines } from './report-lines.ts'
import { runScenario, type Scenario } from './run-scenario.ts'
import { dialogueScenarios } from './scenarios/dialogue.ts'
import { dueScenario } from './scenarios/due.ts'

const SCENARIOS: readonly Scenario[] = [dueScenario, ...dialogueScenarios]
const SMOKE_TICKETS = '10000'
const SHORT_LOAD_MINUTES = '1'
const print = (line: string) => process.stdout.write(`${line}\n`)

process.exit(await bench(process.argv.slice(2)))

/** 0 when every target is met and every answer right, 1 when not, 2 when it was called wrongly. */
async function bench(argv: readonly string[]): Promise<number> {
  const wish = readWish(argv)
  if (!wish) {
    const ids = [...new Set(SCENARIOS.map(nameOf)), ...Object.keys(NAMED_BENCHES)].join(' | ')
    print(
      `npm run bench [-- ${ids}] [--json FILE] [--full] [--tickets N,N] [--docs FOLDER] [--minutes N]`,
    )
    return 2
  }
  const here = await machine()
  const scenarios = []
  for (const scenario of wish.scenarios) {
    const result = await runScenario(scenario, wish.full)
    for (const line of reportLines(result)) print(line)
    scenarios.push(result)
  }
  const named: Record<string, unknown> = {}
  let isGood = scenarios.every((one) => one.isGood)
  for (const [id, run] of wish.named) {
    const found = await run(wish)
    named[id] = found.result
    isGood &&= found.isGood
  }
  print(`${here.cpu}, ${here.cores} cores, load ${here.load}; Node ${here.node}; ${here.when}`)
  if (wish.json) {
    const run = { schema: 1, ...here, scenarios, ...named }
    await writeFile(wish.json, `${JSON.stringify(run, null, 1)}\n`)
  }
  return isGood ? 0 : 1
}

/** Scenarios of one name run together: `dialogue` and `dialogue flows`. */
function nameOf({ id }: Scenario): string {
  return id.split(' ')[0] ?? id
}

interface Wish extends BenchWish {
  readonly scenarios: readonly Scenario[]
  readonly named: readonly (readonly [string, (typeof NAMED_BENCHES)[string]])[]
  readonly json: string | undefined
}

function readWish(argv: readonly string[]): Wish | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        json: { type: 'string' },
        full: { type: 'boolean' },
        tickets: { type: 'string' },
        docs: { type: 'string' },
        minutes: { type: 'string' },
      },
    })
    const isKnown = (id: string) =>
      Object.hasOwn(NAMED_BENCHES, id) || SCENARIOS.some((one) => nameOf(one) === id)
    const sizes = (values.tickets ?? SMOKE_TICKETS).split(',').map(Number)
    const minutes = Number(values.minutes ?? SHORT_LOAD_MINUTES)
    if (!positionals.every(isKnown) || !sizes.every((size) => size >= 1000)) return null
    if (!(minutes > 0)) return null
    const isWanted = (id: string) => positionals.includes(id)
    const { json, full = false, docs: folder = null } = values
    const scenarios = SCENARIOS.filter((one) => positionals.length === 0 || isWanted(nameOf(one)))
    const named = Object.entries(NAMED_BENCHES).filter(([id]) => isWanted(id))
    return { scenarios, named, json, full, sizes, folder, minutes, print }
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}
