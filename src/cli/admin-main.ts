/** The entry of `npm run admin`: beside a running desk or without one. */
import { v7 as newId } from 'uuid'
import { configOfProcess } from '../config.ts'
import { replacePassword } from '../desk/access/local-admin.ts'
import { adminCommand } from './admin.ts'
import { openDesk } from './open-desk.ts'

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
  return await openDesk(config, async ({ db, clock, close }) => {
    const password = await replacePassword({ db, clock, newId })
    await close()
    return password
  })
}
