/** The entry of `npm run import`: opens the register of this installation, beside a running desk or without one. */
import { v7 as newId } from 'uuid'
import { configOfProcess } from '../config.ts'
import { readDataKey } from '../database/data-key.ts'
import { openSeals } from '../database/sealed.ts'
import { readRules } from '../desk/rules.ts'
import { companyOf } from './company.ts'
import { importCommand, type Register } from './import.ts'
import { openDesk } from './open-desk.ts'

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
  const seals = openSeals(await readDataKey(config.dataKey, config.dataDir))
  return await openDesk(config, async (desk) => ({
    ...{ ...desk, newId, seals, rules },
    corpId: await companyOf(desk.db, config.wecom?.apps ?? null, company),
  }))
}
