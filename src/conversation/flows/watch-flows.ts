/** Sees that flow files were edited, whoever did it, and has them read again. */
import { watch } from 'chokidar'
import type { Log } from '../../log.ts'
import type { LiveFlows } from './live-flows.ts'

/** An editor or a checkout writes many files one after the other: they are read when nothing more was written for so long. */
const SETTLE_MS = 300

export interface WatchFlowsDeps {
  readonly folder: string
  readonly flows: Pick<LiveFlows, 'renew' | 'state'>
  readonly log: Log
}

/** @returns what ends it, after a reading in hand */
export function watchFlows({ folder, flows, log }: WatchFlowsDeps): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined
  let reading: Promise<void> = Promise.resolve()
  const read = async () => {
    const before = flows.state
    try {
      const now = await flows.renew()
      if (now.problems.length > 0 && now.problems !== before.problems)
        log.error({ problems: now.problems }, 'the flow files have errors: the set before stays')
      else if (now.since !== before.since) log.info('the flow files were read again')
    } catch (error) {
      log.error({ err: error }, 'the flow files were not read again')
    }
  }
  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      reading = reading.then(read)
    }, SETTLE_MS)
  }
  const watcher = watch(folder, { ignoreInitial: true })
  watcher.on('all', (_event, path) => {
    if (/\.ya?ml$/.test(path)) soon()
  })
  // What was edited between the first reading and now is not missed.
  watcher.on('ready', soon)
  watcher.on('error', (error) => log.warn({ err: error }, 'the flow files cannot be watched'))
  return async () => {
    clearTimeout(timer)
    await watcher.close()
    await reading
  }
}
