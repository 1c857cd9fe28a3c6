/** The stand-in platform as a process of its own: `--data FOLDER [--port N]`; settings come from the folder. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openLog } from '../log.ts'
import { openPlatform } from './platform/open-platform.ts'
import { systemRandom } from './platform/random.ts'
import { claimFolder } from './run-file.ts'
import { settingsSchema } from './settings.ts'

const { values } = parseArgs({
  options: { data: { type: 'string' }, port: { type: 'string', default: '0' } },
})
if (values.data === undefined) throw new Error('--data FOLDER is missing')
await run(values.data, Number(values.port))

/** A desk that was killed may never come back; all it needs is in the folder. */
const UNUSED_MS = 30 * 60_000

async function run(dataDir: string, port: number): Promise<void> {
  // Secrets travel in a file only its owner can read: arguments and environment show in process lists.
  const settings = settingsSchema.parse(
    JSON.parse(readFileSync(join(dataDir, 'settings.json'), 'utf8')),
  )
  const log = openLog('info', process.stderr)
  const claim = claimFolder(dataDir, Date.now, () => process.exit(1))
  const platform = await openPlatform({
    dataDir,
    corp: settings.corp,
    controlSecret: settings.controlSecret,
    port,
    version: settings.version,
    systemNow: Date.now,
    random: systemRandom(),
    log,
    onStop: () => setImmediate(stop),
  })
  claim.announce(platform.port)
  process.on('SIGTERM', stop).on('SIGINT', stop)
  setInterval(stopUnused, 60_000)
  process.stdout.write(`${JSON.stringify({ port: platform.port, pid: process.pid })}\n`)

  function stopUnused(): void {
    if (Date.now() - platform.lastCallAt() > UNUSED_MS) stop()
  }

  function stop(): void {
    void platform.close().then(() => {
      claim.release()
      process.exit(0)
    })
  }
}
