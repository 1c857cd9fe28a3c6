/** The entry of `npm run flows`: the flow files against what the desk offers. */
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { configOfProcess, liveInEstateZone } from '../config.ts'
import { deskRegistry } from '../conversation/registry.ts'
import { readDataKey } from '../database/data-key.ts'
import { openSeals } from '../database/sealed.ts'
import { readRules } from '../desk/rules.ts'
import { companyOf } from './company.ts'
import { type FlowsDesk, flowsCommand } from './flows.ts'
import { openDesk } from './open-desk.ts'

liveInEstateZone()
const [, , ...argv] = process.argv
process.exit(
  await flowsCommand({
    argv,
    registry: deskRegistry(),
    print: (line: string) => console.log(line),
    folder: fileURLToPath(new URL('../../flows', import.meta.url)),
    desk,
    input: () => ({
      isTyped: process.stdin.isTTY === true,
      lines: createInterface({ input: process.stdin, prompt: '' }),
    }),
  }).catch((error) => {
    console.error(error.message)
    return 1
  }),
)

async function desk(company: string | undefined): Promise<FlowsDesk> {
  const config = configOfProcess()
  const rules = await readRules(config.rulesDir ?? undefined)
  const seals = openSeals(await readDataKey(config.dataKey, config.dataDir))
  return await openDesk(config, async ({ db, clock, close }) => ({
    corpId: await companyOf(db, config.wecom?.apps ?? null, company),
    read: (run) => db.transaction().execute((tx) => run({ tx, now: clock.now(), rules, seals })),
    close,
  }))
}
