/** The entry of `npm run admin`: beside a running desk or without one. */
import { v7 as newId } from 'uuid'
import { configOfProcess } from '../config.ts'
import { openMovableClock, systemClock } from '../database/clock.ts'
import { openBeside } from '../database/open-ground.ts'
import { replacePassword } from '../desk/access/local-admin.ts'
import { adminCommand } from './admin.ts'

const config = configOfProcess()

const code = await adminCommand({
  argv: process.argv.slice(2),
  print: (line) => console.log(line),
  replace,
}).catch((error) => {
  console.error(error.message)
  return 1
})
process.exit(code)

async function replace(): Promise<string> {
  const { databaseUrl, dataDir, databaseConnections: connections } = config
  const onError = (error: Error) => console.error(error.message)
  const ground = await openBeside({ databaseUrl, dataDir, connections, onError })
  try {
    const clock = config.sandbox ? await openMovableClock(ground.db) : systemClock
    return await replacePassword({ db: ground.db, clock, newId })
  } finally {
    await ground.close()
  }
}
