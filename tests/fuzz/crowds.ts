/** Many at once who say little or nothing: the desk waits for none of them longer than ten seconds (performance.md 9.3 C14). */
import { connect, type Socket } from 'node:net'
import { until } from '../support/until.ts'
import { type Honesty, honestSender } from './honest-sender.ts'
import { openFiles, residentMib } from './process-state.ts'
import type { Door } from './targets.ts'

export interface Crowd {
  readonly name: string
  /** What each one sends at once; null for nothing at all. */
  readonly says: (door: Door) => string | null
  /** What it goes on to send, a byte a second. */
  readonly drips: boolean
}

export const CROWDS: readonly Crowd[] = [
  { name: 'connections that say nothing', says: () => null, drips: false },
  {
    name: 'heads at a byte a second',
    says: (door) => `POST ${door.keys.path} HTTP/1.1\r\nHost: x\r\nX-A: `,
    drips: true,
  },
  {
    name: 'bodies at a byte a second',
    says: (door) =>
      `POST ${door.keys.path} HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n<xml>`,
    drips: true,
  },
]

export interface CrowdResult {
  readonly name: string
  readonly size: number
  /** How many got a connection at all. */
  readonly connected: number
  /** Until the last of them was closed by the desk, in milliseconds since the last was opened. */
  readonly closedMs: number
  /** The most memory it held meanwhile, above what it held before, in MiB. */
  readonly grownMib: number
  /** Sent while they came, and while they were there. */
  readonly coming: Honesty
  readonly staying: Honesty
}

const CLOSED_WITHIN_MS = 60_000
const DRIP_MS = 1000

/**
 * Honest messages are sent from before the first of the crowd comes until the desk has let go of the last. What it
 * holds is asked of the system: a connection the desk never took stands only in our own books.
 */
export async function crowd(
  { name, says, drips }: Crowd,
  size: number,
  desk: CrowdedDesk,
): Promise<CrowdResult> {
  const before = { files: openFiles(desk.pid), mib: residentMib(desk.pid) }
  const sender = await honestSender(desk)
  const sockets = await Promise.all(Array.from({ length: size }, () => opened(desk.port)))
  const living = () => sockets.filter((socket) => socket && !socket.destroyed) as Socket[]
  const connected = sockets.filter((socket) => socket !== null).length
  const text = says(desk.door)
  if (text !== null) for (const socket of living()) socket.write(text)
  const drip = setInterval(() => {
    if (drips) for (const socket of living()) socket.write('x')
  }, DRIP_MS)
  const [begun, allCameAt] = [performance.now(), Date.now()]
  let grownMib = 0
  try {
    const isAlone = () => {
      grownMib = Math.max(grownMib, residentMib(desk.pid) - before.mib)
      return openFiles(desk.pid) <= before.files + SPARE_FILES
    }
    await until(`${name} are closed`, isAlone, CLOSED_WITHIN_MS)
  } finally {
    clearInterval(drip)
    for (const socket of living()) socket.destroy()
  }
  const closedMs = performance.now() - begun
  const honest = await sender.stop()
  const coming = honest.filter(({ at }) => at < allCameAt)
  const staying = honest.filter(({ at }) => at >= allCameAt)
  return { name, size, connected, closedMs, grownMib, coming, staying }
}

export interface CrowdedDesk {
  readonly port: number
  readonly pid: number
  readonly door: Door
  readonly sentAt: number
}

/** Connections of its own that a desk opens and closes meanwhile. */
const SPARE_FILES = 20

/** Null when the desk, or this machine, has no more connections to give. */
function opened(port: number): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.on('error', () => resolve(null))
    socket.on('data', () => undefined)
    socket.once('connect', () => resolve(socket))
  })
}
