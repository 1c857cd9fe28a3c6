/**
 * `npm run bench [-- scenario] [--json FILE] [--full]`: how long the desk's work takes, against what we mean it to take.
 * `npm run bench -- scale [--tickets 10000,100000] [--docs FOLDER] [--json FILE]`: the same of a seeded year, in sizes;
 * a folder keeps the plan of every statement and the curve.
 * `npm run bench -- broadcast [--json FILE]`: a notice to up to 100,000 homes.
 * `npm run bench -- start [--minutes N] [--json FILE]`: starting, stopping, coming back, and memory under load.
 * `npm run bench -- callback [--json FILE] [--full]`: what WeCom's callbacks cost over HTTP, beside servers of others.
 */
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type BroadcastResult, broadcastBench } from './broadcast/broadcast-bench.ts'
import { broadcastLines } from './broadcast/broadcast-lines.ts'
import { type CallbackResult, callbackBench } from './callback/callback-bench.ts'
import { callbackLines } from './callback/callback-lines.ts'
import { machine } from './machine.ts'
import { reportLines } from './report-lines.ts'
import { runScenario, type Scenario } from './run-scenario.ts'
import { isGood, scaleBench } from './scale/scale-bench.ts'
import { dialogueScenarios } from './scenarios/dialogue.ts'
import { dueScenario } from './scenarios/due.ts'
import { type StartResult, startBench } from './start/start-bench.ts'
import { startLines } from './start/start-lines.ts'

const SCENARIOS: readonly Scenario[] = [dueScenario, ...dialogueScenarios]
const SCALE = 'scale'
const CALLBACK = 'callback'
const BROADCAST = 'broadcast'
const START = 'start'
const SHORT_LOAD_MINUTES = '1'
const SMOKE_TICKETS = '10000'
const print = (line: string) => process.stdout.write(`${line}\n`)

process.exit(await bench(process.argv.slice(2)))

/** 0 when every target is met and every answer right, 1 when not, 2 when it was called wrongly. */
async function bench(argv: readonly string[]): Promise<number> {
  const wish = readWish(argv)
  if (!wish) {
    const ids = [...new Set(SCENARIOS.map(nameOf)), CALLBACK, BROADCAST, START, SCALE].join(' | ')
    print(
      `npm run bench [-- ${ids}] [--json FILE] [--full] [--tickets N,N] [--docs FOLDER] [--minutes N]`,
    )
    return 2
  }
  const here = await machine()
  const results = []
  for (const scenario of wish.scenarios) {
    const result = await runScenario(scenario, wish.full)
    for (const line of reportLines(result)) print(line)
    results.push(result)
  }
  const callback = wish.callback ? await printedCallback(wish.full) : null
  const broadcast = wish.broadcast ? await printedBroadcast() : null
  const start = wish.start ? await printedStart(wish.start.minutes) : null
  const sizes = wish.scale ? await scaleBench({ ...wish.scale, print }) : []
  print(`${here.cpu}, ${here.cores} cores, load ${here.load}; Node ${here.node}; ${here.when}`)
  if (wish.json) {
    const run = { schema: 1, ...here, scenarios: results, callback, broadcast, start, scale: sizes }
    await writeFile(wish.json, `${JSON.stringify(run, null, 1)}\n`)
  }
  const all = [...results, ...[callback, broadcast, start].flatMap((one) => one ?? [])]
  return all.every((one) => one.isGood) && isGood(sizes) ? 0 : 1
}

async function printedCallback(full: boolean): Promise<CallbackResult> {
  const result = await callbackBench(full)
  for (const line of callbackLines(result)) print(line)
  return result
}

async function printedBroadcast(): Promise<BroadcastResult> {
  const result = await broadcastBench()
  for (const line of broadcastLines(result)) print(line)
  return result
}

async function printedStart(minutes: number): Promise<StartResult> {
  const result = await startBench(minutes)
  for (const line of startLines(result)) print(line)
  return result
}

/** Scenarios of one name run together: `dialogue` and `dialogue flows`. */
function nameOf({ id }: Scenario): string {
  return id.split(' ')[0] ?? id
}

function readWish(argv: readonly string[]) {
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
      [SCALE, CALLBACK, BROADCAST, START].includes(id) ||
      SCENARIOS.some((one) => nameOf(one) === id)
    const sizes = (values.tickets ?? SMOKE_TICKETS).split(',').map(Number)
    const minutes = Number(values.minutes ?? SHORT_LOAD_MINUTES)
    if (!(minutes > 0)) return null
    if (!positionals.every(isKnown) || !sizes.every((size) => size >= 1000)) return null
    const isWanted = (one: Scenario) =>
      positionals.length === 0 || positionals.includes(nameOf(one))
    const { json, full = false, docs: folder = null } = values
    // Only when they are asked for: they take servers and minutes.
    const scale = positionals.includes(SCALE) ? { sizes, folder } : null
    const callback = positionals.includes(CALLBACK)
    const broadcast = positionals.includes(BROADCAST)
    const start = positionals.includes(START) ? { minutes } : null
    return { scenarios: SCENARIOS.filter(isWanted), callback, broadcast, start, json, full, scale }
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}
