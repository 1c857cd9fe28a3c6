/** The entry of `npm run flows`: check, test or graph the flow files against what the desk offers. */
import { fileURLToPath } from 'node:url'
import { liveInEstateZone } from '../config.ts'
import { deskRegistry } from '../conversation/registry.ts'
import { flowsCommand } from './flows.ts'

liveInEstateZone()
const [, , ...argv] = process.argv
process.exit(
  await flowsCommand({
    argv,
    registry: deskRegistry(),
    print: (line: string) => console.log(line),
    folder: fileURLToPath(new URL('../../flows', import.meta.url)),
  }),
)
