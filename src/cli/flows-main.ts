/** The entry of `npm run flows`: the flow files against what the desk offers. */
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { configOfProcess, liveInEstateZone } from '../config.ts'
import { deskRegistry } from '../conversation/registry.ts'
import { openMovableClock, systemClock } from '../database/clock.ts'
import { readDataKey } from '../database/data-key.ts'
import { openBeside } from '../database/open-ground.ts'
import { openSeals } from '../database/sealed.ts'
import { readRules } from '../desk/rules.ts'
import { companyOf } from './company.ts'
import { type FlowsDesk, flowsCommand } from './flows.ts'

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
  const { databaseUrl, dataDir, databaseConnections: connections } = config
  const onError = (error: Error) => console.error(error.message)
  const { db, close } = await openBeside({ databaseUrl, dataDir, connections, onError })
  try {
    const clock = config.sandbox ? await openMovableClock(db) : systemClock
    const rules = await readRules(config.rulesDir ?? undefined)
    const seals = openSeals(await readDataKey(config.dataKey, dataDir))
    const corpId = await companyOf(db, config.wecom?.apps ?? null, company)
    return {
      corpId,
      read: (run) => db.transaction().execute((tx) => run({ tx, now: clock.now(), rules, seals })),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
