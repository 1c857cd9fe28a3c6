/**
 * `npm run fuzz [-- --requests N] [--seed N] [--crowd N] [--timed N]`: hostile callbacks against a whole desk that runs as in
 * production, on a database of its own. Ends with 1 when one was answered 5xx, the desk died, grew, let an honest message
 * wait or lost one.
 */
import { parseArgs } from 'node:util'
import { machine } from '../bench/machine.ts'
import { openStrayDesk } from '../support/app/stray-desk.ts'
import { assault } from './assault.ts'
import { type SignatureTiming, signatureTiming } from './signature-timing.ts'
import { COMPANY_ENVIRONMENT, doors } from './targets.ts'

const print = (line: string) => process.stdout.write(`${line}\n`)
process.exit(await main())

/** 2 when it was called wrongly. */
async function main(): Promise<number> {
  const wish = readWish()
  if (!wish) {
    print('npm run fuzz [-- --requests N] [--seed N] [--crowd N] [--timed N]')
    return 2
  }
  const { seed, requests, timed } = wish
  const here = await machine()
  print(
    `seed ${seed}, ${requests.toLocaleString('en')} requests; ${here.cpu}, ${here.cores} cores, load ${here.load}; Node ${here.node}; ${here.when}`,
  )
  const desk = await openStrayDesk({ redisUrl: null, env: COMPANY_ENVIRONMENT })
  try {
    const web = await desk.start('web')
    const { faults } = await assault(desk, web, { ...wish, patience: 1, print })
    const port = Number(new URL(await web.open()).port)
    const timing = await signatureTiming({ port, door: doors()[0] }, timed)
    print(timingLine(timing))
    for (const fault of faults) print(`FAULT: ${fault}`)
    return faults.length === 0 ? 0 : 1
  } finally {
    await desk.close()
  }
}

function readWish() {
  try {
    const { values } = parseArgs({
      options: {
        requests: { type: 'string', default: '20000' },
        seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
        crowd: { type: 'string', default: '10000' },
        timed: { type: 'string', default: '10000' },
      },
    })
    const wish = {
      ...{ requests: Number(values.requests), seed: Number(values.seed) },
      ...{ crowd: Number(values.crowd), timed: Number(values.timed) },
    }
    return Object.values(wish).every((one) => Number.isSafeInteger(one) && one > 0)
      ? wish
      : undefined
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

/** A figure and no verdict: how far apart is noise depends on the machine. */
function timingLine({ samples, wrongFirst, wrongLast, noise }: SignatureTiming): string {
  const [first, last, apart, equal] = [wrongFirst, wrongLast, wrongLast - wrongFirst, noise].map(
    (us) => us.toFixed(1),
  )
  return `  ${samples} signatures wrong in the first character: median ${first} µs, in the last: ${last} µs, ${apart} apart; equal ones are ${equal} apart`
}
