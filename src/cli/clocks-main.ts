/** The entry of `npm run clocks`. */
import { v7 as newId } from 'uuid'
import { configOfProcess, liveInEstateZone } from '../config.ts'
import { openMovableClock, systemClock } from '../database/clock.ts'
import { openBeside } from '../database/open-ground.ts'
import { bringInYear } from '../desk/clocks/statutory/bring-in-year.ts'
import { clocksCommand, type HolidayBook } from './clocks.ts'

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
  const config = configOfProcess()
  const { databaseUrl, dataDir, databaseConnections: connections } = config
  const onError = (error: Error) => console.error(error.message)
  const ground = await openBeside({ databaseUrl, dataDir, connections, onError })
  const clock = config.sandbox ? await openMovableClock(ground.db) : systemClock
  const now = clock.now()
  return {
    keep: (text) => ground.db.transaction().execute((tx) => bringInYear({ tx, now, newId }, text)),
    close: ground.close,
  }
}
