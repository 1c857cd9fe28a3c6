/** The entry of `npm run clocks`. */
import { v7 as newId } from 'uuid'
import { configOfProcess, liveInEstateZone } from '../config.ts'
import { bringInYear } from '../desk/clocks/statutory/bring-in-year.ts'
import { clocksCommand, type HolidayBook } from './clocks.ts'
import { openDesk } from './open-desk.ts'

liveInEstateZone()
const [, , ...argv] = process.argv
const print = (line: string) => console.log(line)
process.exit(
  await clocksCommand({ argv, print, open }).catch((error) => {
    console.error(error.message)
    return 1
  }),
)

async function open(): Promise<HolidayBook> {
  return await openDesk(configOfProcess(), async ({ db, clock, close }) => {
    const now = clock.now()
    const keep = (text: string) =>
      db.transaction().execute((tx) => bringInYear({ tx, now, newId }, text))
    return { keep, close }
  })
}
