/** The entry of `npm run clocks`. */
import { liveInEstateZone } from '../config.ts'
import { clocksCommand } from './clocks.ts'

liveInEstateZone()
const [, , ...argv] = process.argv
process.exit(await clocksCommand({ argv, print: (line: string) => console.log(line) }))
