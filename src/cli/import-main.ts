/** The entry of `npm run import`: opens the register of this installation, beside a running desk or without one. */
import { v7 as newId } from 'uuid'
import { configOfProcess } from '../config.ts'
import { openMovableClock, systemClock } from '../database/clock.ts'
import { readDataKey } from '../database/data-key.ts'
import type { Database } from '../database/open-database.ts'
import { openBeside } from '../database/open-ground.ts'
import { openSeals } from '../database/sealed.ts'
import { readRules } from '../desk/rules.ts'
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

async function open(): Promise<Register> {
  const { databaseUrl, dataDir, databaseConnections: connections } = config
  const onError = (error: Error) => console.error(error.message)
  const ground = await openBeside({ databaseUrl, dataDir, connections, onError })
  const { db } = ground
  const clock = config.sandbox ? await openMovableClock(db) : systemClock
  const seals = openSeals(await readDataKey(config.dataKey, dataDir))
  return {
    ...{ db, clock, newId, seals, rules },
    corpId: config.wecom?.corpId ?? (await onlyCorp(db)),
    close: ground.close,
  }
}

/** The sandbox makes its company at its first start. */
async function onlyCorp(db: Database): Promise<string> {
  const corp = await db.selectFrom('project').select('corpId').distinct().executeTakeFirst()
  if (!corp) throw new Error('还没有公司：请先运行一次 npm start，或设置 WECOM_CORP_ID。')
  return corp.corpId
}
