/** Puts the stand-in platform together on one folder: what it was when it was last stopped, or killed, it is again. */
import { mkdirSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Log } from '../../log.ts'
import { callbackSender, type SenderOptions, USUAL_SENDER } from './callback/sender.ts'
import { platformClock, setClock } from './clock.ts'
import type { Corp } from './corp.ts'
import { platformServer } from './server.ts'
import { prune } from './store/prune.ts'
import { openStore } from './store/store.ts'
import type { Random, World } from './world.ts'

export interface PlatformOptions {
  /** Journal and media; only this process may use it. */
  readonly dataDir: string
  readonly corp: Corp
  /** The bearer secret of the control interface. */
  readonly controlSecret: string
  /** 0 takes a free one. */
  readonly port: number
  /** Of the code, so that a desk of another version does not take this process over. */
  readonly version: string
  /** The machine's time in ms. */
  readonly systemNow: () => number
  readonly random: Random
  readonly log: Log
  /** Called when the control interface was asked to stop. */
  readonly onStop: () => void
  readonly sender?: SenderOptions
}

export interface OpenPlatform {
  readonly port: number
  /** When anybody called last, in ms of `systemNow`. */
  readonly lastCallAt: () => number
  close(): Promise<void>
}

/** Listens on 127.0.0.1 when it resolves; callbacks left over are on their way again. */
export async function openPlatform(options: PlatformOptions): Promise<OpenPlatform> {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 })
  const store = openStore(join(options.dataDir, 'journal.jsonl'))
  const { tables } = store
  const sender = callbackSender(() => world, options.sender ?? USUAL_SENDER)
  const world: World = {
    corp: options.corp,
    store,
    tables,
    now: platformClock(tables, options.systemNow),
    random: options.random,
    mediaDir: join(options.dataDir, 'media'),
    baseUrl: () => `http://127.0.0.1:${portOf(server)}`,
    wake: sender.wake,
    log: options.log,
  }
  const facts = { version: options.version, instance: options.random.id(8), pid: process.pid }
  const server = platformServer(
    {
      world,
      facts,
      setClock: (now) => setClock(tables, options.systemNow, now),
      stop: options.onStop,
    },
    options.controlSecret,
  )
  let lastCallAt = options.systemNow()
  server.on('request', () => {
    lastCallAt = options.systemNow()
  })
  prune(world)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, '127.0.0.1', resolve)
  })
  sender.wake()
  return {
    port: portOf(server),
    lastCallAt: () => lastCallAt,
    async close() {
      await sender.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      store.close()
    },
  }
}

function portOf(server: ReturnType<typeof platformServer>): number {
  return (server.address() as AddressInfo).port
}
