/** A line between the desk and a server that can be slow, silent, cut, or led to another server. */
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

export interface Line {
  /** Where the desk believes the server to be, on loopback. */
  readonly port: number
  /** New connections go to another port from now on; old ones are broken off. */
  leadTo(port: number): void
  /** Every piece of data, in both directions, is late by so many ms. */
  delay(ms: number): void
  /** Breaks every connection off and takes no new one until `mend`. */
  cut(): void
  /** Connections stay and are taken, and nothing is said on them until `mend`. */
  hush(): void
  mend(): void
  close(): Promise<void>
}

type Mood = 'open' | 'cut' | 'hushed'

export async function openLine(target: number): Promise<Line> {
  const ends = new Set<Socket>()
  let aim = target
  let lateMs = 0
  let mood: Mood = 'open'

  const join = (from: Socket, to: Socket) => {
    ends.add(from)
    from.on('error', () => from.destroy())
    from.on('close', () => {
      ends.delete(from)
      to.destroy()
    })
    void pass(from, to).catch(() => from.destroy())
  }
  // Read only as fast as it is passed on: order is kept, and nothing gathers here.
  const pass = async (from: Socket, to: Socket) => {
    for await (const piece of from) {
      if (lateMs > 0) await pause(lateMs)
      while (mood === 'hushed' && !to.destroyed) await pause(20)
      if (to.destroyed) return
      to.write(piece)
    }
    to.end()
  }
  const server = createServer((near) => {
    if (mood === 'cut') return void near.destroy()
    const far = connect({ port: aim, host: '127.0.0.1' })
    near.setNoDelay()
    far.setNoDelay()
    join(near, far)
    join(far, near)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const breakAll = () => {
    for (const end of ends) end.destroy()
  }
  return {
    port: (server.address() as { port: number }).port,
    leadTo(port) {
      aim = port
      breakAll()
    },
    delay(ms) {
      lateMs = ms
    },
    cut() {
      mood = 'cut'
      breakAll()
    },
    hush() {
      mood = 'hushed'
    },
    mend() {
      mood = 'open'
      lateMs = 0
    },
    async close() {
      breakAll()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
