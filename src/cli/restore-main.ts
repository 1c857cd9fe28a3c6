/** The entry of `npm run restore`. */
import { configOfProcess } from '../config.ts'
import { restoreBackup } from '../database/backup/restore-backup.ts'
import { chooseStorage } from '../media/choose-storage.ts'
import { restoreCommand } from './restore.ts'

const config = configOfProcess()
const { databaseUrl, dataDir, dataKey, databaseConnections: connections } = config
const onError = (error: Error) => console.error(error.message)

const code = await restoreCommand({
  argv: process.argv.slice(2),
  print: (line) => console.log(line),
  restore: (path) =>
    restoreBackup(
      {
        ground: { databaseUrl, dataDir, connections, onError },
        dataKey,
        files: chooseStorage(config),
      },
      path,
    ),
}).catch((error) => {
  console.error(error.message)
  return 1
})
process.exit(code)
