/** The entry of `npm run report`: reads the desk of this installation, beside a running one or without it. */
import { fileURLToPath } from 'node:url'
import { v7 as newId } from 'uuid'
import { configOfProcess } from '../config.ts'
import { readWords } from '../conversation/words.ts'
import { readRules } from '../desk/rules.ts'
import { companyOf } from './company.ts'
import { openDesk } from './open-desk.ts'
import { reportCommand } from './report.ts'
import type { ReportDesk } from './report-wish.ts'

const config = configOfProcess()
const flows = config.flowsDir ?? fileURLToPath(new URL('../../flows', import.meta.url))

const code = await reportCommand({
  argv: process.argv.slice(2),
  rules: await readRules(config.rulesDir ?? undefined),
  words: await readWords(flows),
  print: (line) => console.log(line),
  open,
}).catch((error) => {
  console.error(error.message)
  return 1
})
process.exit(code)

async function open(company: string | undefined): Promise<ReportDesk> {
  return await openDesk(config, async ({ db, clock, close }) => {
    const corpId = await companyOf(db, config.wecom?.apps ?? null, company)
    return { db, now: clock.now(), newId, corpId, close }
  })
}
