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

async function open(company: string | undefined): Promise<Register> {
  const configured = config.wecom && configuredCorp(config.wecom.apps, company)
  const { databaseUrl, dataDir, databaseConnections: connections } = config
  const onError = (error: Error) => console.error(error.message)
  const ground = await openBeside({ databaseUrl, dataDir, connections, onError })
  const { db } = ground
  const clock = config.sandbox ? await openMovableClock(db) : systemClock
  const seals = openSeals(await readDataKey(config.dataKey, dataDir))
  return {
    ...{ db, clock, newId, seals, rules },
    corpId: configured ?? (await onlyCorp(db, company)),
    close: ground.close,
  }
}

/** The company asked for, the first one unless told. A typing error must not make a new company. */
function configuredCorp(
  apps: readonly [{ readonly corpId: string }, ...{ readonly corpId: string }[]],
  company: string | undefined,
): string {
  const known = [...new Set(apps.map(({ corpId }) => corpId))]
  const wanted = company ?? apps[0].corpId
  if (!known.includes(wanted)) throw new Error(noCompany(wanted, known))
  return wanted
}

/** The sandbox makes its company at its first start. */
async function onlyCorp(db: Database, company: string | undefined): Promise<string> {
  const corp = await db.selectFrom('project').select('corpId').distinct().executeTakeFirst()
  if (!corp) throw new Error('还没有公司：请先运行一次 npm start，或设置 WECOM_CORP_ID。')
  if (company !== undefined && company !== corp.corpId) {
    throw new Error(noCompany(company, [corp.corpId]))
  }
  return corp.corpId
}

function noCompany(wanted: string, known: readonly string[]): string {
  return `没有接入企业“${wanted}”。已接入：${known.join('、')}。`
}
