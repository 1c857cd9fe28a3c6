/** The entry of `npm run import`: opens the register of this installation, beside a running desk or without one. */
import { v7 as newId } from 'uuid'
import { configOfProcess } from '../config.ts'
import { openMovableClock, systemClock } from '../database/clock.ts'
import { readDataKey } from '../database/data-key.ts'
import { openBeside } from '../database/open-ground.ts'
import { openSeals } from '../database/sealed.ts'
import { readRules } from '../desk/rules.ts'
import { companyOf } from './company.ts'
import { importCommand, type Register } from './import.ts'

const config = configOfProcess()
const rules = await readRules(config.rulesDir ?? undefined)

const code = await importCommand({
  argv: process.argv.slice(2),
  rules,
  print: (line) => console.log(line),
  ...(process.stdout.isTTY && { redraw }),
  open,
}).catch((error) => {
  console.error(error.message)
  return 1
})
process.exit(code)

/** Back to the first column, the rest of the old line wiped. */
function redraw(line: string): void {
  process.stdout.write(`\r${line}\u001b[K`)
}

async function open(company: string | undefined): Promise<Register> {
  const { databaseUrl, dataDir, databaseConnections: connections } = config
  const onError = (error: Error) => console.error(error.message)
  const ground = await openBeside({ databaseUrl, dataDir, connections, onError })
  const { db } = ground
  const clock = config.sandbox ? await openMovableClock(db) : systemClock
  const seals = openSeals(await readDataKey(config.dataKey, dataDir))
  return {
    ...{ db, clock, newId, seals, rules },
    corpId: await companyOf(db, config.wecom?.apps ?? null, company),
    close: ground.close,
  }
}
