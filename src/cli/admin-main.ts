/** The entry of `npm run admin`: beside a running desk or without one. */
import { v7 as newId } from 'uuid'
import { configOfProcess } from '../config.ts'
import { eraseTalk } from '../conversation/erase-talk.ts'
import { readDataKey } from '../database/data-key.ts'
import { openSeals } from '../database/sealed.ts'
import { replacePassword } from '../desk/access/local-admin.ts'
import { adminCommand } from './admin.ts'
import { openDesk } from './open-desk.ts'
import { talkOf } from './talk-of.ts'

const config = configOfProcess()

const code = await adminCommand({
  argv: process.argv.slice(2),
  print: (line) => console.log(line),
  replace: () =>
    openDesk(config, async ({ db, clock, close }) => {
      const password = await replacePassword({ db, clock, newId })
      await close()
      return password
    }),
  erase: (whose) =>
    openDesk(config, async ({ db, clock, close }) => {
      const seals = openSeals(await readDataKey(config.dataKey, config.dataDir))
      const actor = { kind: 'system' as const, name: 'admin' }
      const erased = await db.transaction().execute(async (tx) => {
        const work = { tx, now: clock.now(), newId, actor, seals }
        return await eraseTalk(work, await talkOf(tx, whose))
      })
      await close()
      return erased
    }),
}).catch((error) => {
  console.error(error.message)
  return 1
})
process.exit(code)
