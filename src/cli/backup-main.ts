/** The entry of `npm run backup`: beside a running desk or without one. */
import { configOfProcess } from '../config.ts'
import { writeBackup } from '../database/backup/write-backup.ts'
import { readDataKey } from '../database/data-key.ts'
import { chooseStorage } from '../media/choose-storage.ts'
import { backupCommand } from './backup.ts'
import { openDesk } from './open-desk.ts'

const config = configOfProcess()

const code = await backupCommand({
  argv: process.argv.slice(2),
  print: (line) => console.log(line),
  write: (path, withKey) =>
    openDesk(config, async ({ pool, url, clock, close }) => {
      const key = await readDataKey(config.dataKey, config.dataDir)
      const files = chooseStorage(config)
      const written = await writeBackup({ pool, url, files, key, withKey, now: clock.now() }, path)
      await close()
      return written
    }),
}).catch((error) => {
  console.error(error.message)
  return 1
})
process.exit(code)
