/**
 * `npm run chaos [-- scenario …] [--minutes N] [--owners N] [--technicians N] [--kills N] [--seed N] [--json FILE]`: breaks a desk
 * under the traffic of several hundred people on purpose, and holds it against what they said and were told.
 */
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { machine } from '../bench/machine.ts'
import { buildNow } from '../support/app/build-now.ts'
import { outcomeLines } from './outcome-lines.ts'
import { lackOf, type Outcome, runScenario, type Scenario, type Wish } from './run-scenario.ts'
import { SCENARIOS } from './scenarios.ts'

/** Beyond the outages an alarm may be so late, in ms: what the desk takes to notice that all is whole again. */
const LATE_MS = 5_000
const print = (line: string) => process.stdout.write(`${line}\n`)

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort())

process.exit(await chaos(process.argv.slice(2)))

/** 0 when everything held, 1 when something did not, 2 when it was called wrongly. */
async function chaos(argv: readonly string[]): Promise<number> {
  const wish = readWish(argv)
  if (!wish) {
    print(
      'npm run chaos [-- scenario …] [--minutes N] [--owners N] [--technicians N] [--kills N] [--seed N] [--json FILE]',
    )
    for (const { id, what } of SCENARIOS) print(`  ${id.padEnd(18)}${what}`)
    return 2
  }
  const here = await machine()
  const run = { ...wish, entry: buildNow(), stopping: stopping.signal }
  const tried: (Outcome | 'broken' | undefined)[] = []
  for (const scenario of wish.scenarios) {
    tried.push(stopping.signal.aborted ? 'broken' : await tryScenario(scenario, run))
  }
  print(`${here.cpu}, ${here.cores} cores, load ${here.load}; Node ${here.node}; ${here.when}`)
  print(`seed ${wish.seed}, ${wish.owners} owners, ${wish.technicians} technicians`)
  if (wish.json) {
    const { scenarios: _, json: __, ...asked } = wish
    const outcomes = tried.filter((one) => typeof one === 'object')
    const report = { schema: 1, ...here, ...asked, outcomes }
    await writeFile(wish.json, `${JSON.stringify(report, null, 1)}\n`)
  }
  return tried.every((one) => one !== 'broken' && one?.isGood !== false) ? 0 : 1
}

/** Undefined when this machine lacks something, which is said; "broken" when it did not come to its end. */
async function tryScenario(
  scenario: Scenario,
  wish: Wish,
): Promise<Outcome | 'broken' | undefined> {
  const lacks = lackOf(scenario)
  if (lacks) {
    print(`${scenario.id}: cannot run here: ${lacks}`)
    return undefined
  }
  try {
    const outcome = await runScenario(scenario, wish)
    for (const line of outcomeLines(outcome)) print(line)
    return outcome
  } catch (error) {
    print(error instanceof Error ? error.message : String(error))
    return 'broken'
  }
}

function readWish(argv: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        minutes: { type: 'string', default: '1' },
        owners: { type: 'string', default: '300' },
        technicians: { type: 'string', default: '30' },
        kills: { type: 'string', default: '30' },
        seed: { type: 'string', default: '1' },
        json: { type: 'string' },
      },
    })
    const scenarios =
      positionals.length === 0
        ? SCENARIOS
        : positionals.map((name) => SCENARIOS.find(({ id }) => id === name))
    const wish = {
      owners: Number(values.owners),
      technicians: Number(values.technicians),
      kills: Number(values.kills),
      seed: Number(values.seed),
      forMs: Number(values.minutes) * 60_000,
      patienceMs: LATE_MS,
    }
    if (Object.values(wish).some((value) => !(value > 0))) return undefined
    const known = scenarios.filter((one) => one !== undefined)
    if (known.length < scenarios.length) return undefined
    return { ...wish, scenarios: known, json: values.json }
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}
