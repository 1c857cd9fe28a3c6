/**
 * `npm run fuzz [-- --requests N] [--seed N] [--crowd N]`: hostile callbacks against a whole desk that runs as in
 * production, on a database of its own. Ends with 1 when one was answered 5xx, the desk died, grew, let an honest message
 * wait or lost one.
 */
import { parseArgs } from 'node:util'
import { machine } from '../bench/machine.ts'
import { openStrayDesk } from '../support/app/stray-desk.ts'
import { assault, type Verdict } from './assault.ts'
import { COMPANY_ENVIRONMENT, doors } from './targets.ts'

const print = (line: string) => process.stdout.write(`${line}\n`)
process.exit(await main())

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { requests: { type: 'string' }, seed: { type: 'string' }, crowd: { type: 'string' } },
  })
  const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))
  const requests = Number(values.requests ?? 20_000)
  const crowd = Number(values.crowd ?? 10_000)
  const here = await machine()
  print(
    `seed ${seed}, ${requests.toLocaleString('en')} requests; ${here.cpu}, ${here.cores} cores, load ${here.load}; Node ${here.node}; ${here.when}`,
  )
  const desk = await openStrayDesk({ redisUrl: null, env: COMPANY_ENVIRONMENT })
  try {
    const web = await desk.start('web')
    const verdict: Verdict = await assault({
      port: Number(new URL(await web.open()).port),
      pid: web.pid,
      isAlive: web.isAlive,
      doors: doors(),
      db: desk.db,
      sentAt: Math.floor(Date.now() / 1000),
      ...{ seed, requests, crowd, print, patience: 1 },
    })
    for (const fault of verdict.faults) print(`FAULT: ${fault}`)
    return verdict.faults.length === 0 ? 0 : 1
  } finally {
    await desk.close()
  }
}
