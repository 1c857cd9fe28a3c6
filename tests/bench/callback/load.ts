/** Two ways to ask: as fast as the server answers, and on a schedule that does not care whether it does. */
import { openWire, type Wire } from './wire.ts'

export interface Load {
  readonly requests: number
  /** Answers that were not 200. */
  readonly wrong: number
  readonly seconds: number
  readonly p50Ms: number
  readonly p99Ms: number
}

/** A closed loop: so many connections, each sends its next request when the last was answered. */
export async function closedLoop(
  port: number,
  connections: number,
  requests: readonly string[],
): Promise<Load> {
  const wires = await Promise.all(Array.from({ length: connections }, () => openWire(port)))
  const taken = openTimes()
  let next = 0
  const begun = performance.now()
  await Promise.all(
    wires.map(async (wire) => {
      for (let at = next++; at < requests.length && wire.isOpen(); at = next++) {
        const sentAt = performance.now()
        taken.note(await wire.send(requests[at] ?? ''), performance.now() - sentAt)
      }
      wire.close()
    }),
  )
  return taken.read(requests.length, (performance.now() - begun) / 1000)
}

/**
 * An open loop: a request is due every so many milliseconds, at random moments as strangers come (Poisson), and its
 * time counts from when it was due. Whoever finds no free connection opens one more.
 */
export async function openLoop(
  port: number,
  perSecond: number,
  requests: readonly string[],
): Promise<Load> {
  const free: Wire[] = []
  const taken = openTimes()
  const begun = performance.now()
  const ask = async (request: string, dueAt: number) => {
    let wire = free.pop()
    while (wire && !wire.isOpen()) wire = free.pop()
    wire ??= await openWire(port)
    taken.note(await wire.send(request), performance.now() - dueAt)
    free.push(wire)
  }
  const asked: Promise<void>[] = []
  let dueAt = begun
  for (const request of requests) {
    dueAt -= (Math.log(1 - Math.random()) * 1000) / perSecond
    while (performance.now() < dueAt) await new Promise((resolve) => setTimeout(resolve, 1))
    asked.push(ask(request, dueAt))
  }
  await Promise.all(asked)
  for (const wire of free) wire.close()
  return taken.read(requests.length, (performance.now() - begun) / 1000)
}

function openTimes() {
  const times: number[] = []
  let good = 0
  return {
    note(status: number, ms: number) {
      times.push(ms)
      if (status === 200) good += 1
    },
    read(requests: number, seconds: number): Load {
      times.sort((a, b) => a - b)
      const at = (share: number) => times[Math.floor(times.length * share)] ?? Number.NaN
      return { requests, wrong: requests - good, seconds, p50Ms: at(0.5), p99Ms: at(0.99) }
    },
  }
}
