/** Starts and stops the process: one page, no decisions. */
import { startApp } from './app.ts'
import { BadConfig, configOfProcess } from './config.ts'
import { openLog } from './log.ts'

/** A stop that takes longer than this has lost its way, also on a machine with much else to do. */
const LONGEST_STOP_MS = 90_000

async function main(): Promise<void> {
  const config = configOfProcess()
  const log = openLog(config.logLevel)
  const starting = startApp(config, log, (line) => void process.stdout.write(`${line}\n`))

  let isStopping = false
  const stop = async (signal: string) => {
    if (isStopping) process.exit(1)
    isStopping = true
    log.info({ signal }, 'stopping; once more to exit at once')
    setTimeout(() => {
      log.error({ after: LONGEST_STOP_MS }, 'the stop took too long')
      process.exit(1)
    }, LONGEST_STOP_MS).unref()
    // Told so while it starts: what has begun, the database server above all, is not left behind.
    const app = await starting
    await app.stop()
    process.exit(0)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  await starting
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'a promise failed unheard'))
}

main().catch((error) => {
  const isKnown = error instanceof BadConfig || typeof error?.code === 'string'
  process.stderr.write(`${isKnown ? error.message : (error?.stack ?? error)}\n`)
  process.exit(1)
})
