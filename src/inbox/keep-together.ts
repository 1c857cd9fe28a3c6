/** Keeps what arrives at the same moment with one statement: round trips, not rows, are what a callback costs. */
import type { Incoming } from '../channels/channel.ts'

export type Keep = (incoming: readonly Incoming[]) => Promise<void>

interface Waiting {
  readonly incoming: readonly Incoming[]
  readonly kept: () => void
  readonly failed: (error: unknown) => void
}

/** At most this many messages a statement. */
const MOST = 500

/**
 * Wraps `keep` so that calls made while a statement is under way share the next one.
 * A call resolves only when its own messages are committed. When a shared statement fails, each call is tried
 * alone, so that one message the database refuses does not turn away the others.
 */
export function keepTogether(keep: Keep): Keep {
  let waiting: Waiting[] = []
  let isRunning = false

  const run = async () => {
    isRunning = true
    while (waiting.length > 0) {
      const group = takeGroup(waiting)
      waiting = waiting.slice(group.length)
      await keepGroup(keep, group)
    }
    isRunning = false
  }

  return (incoming) =>
    new Promise((kept, failed) => {
      waiting.push({ incoming, kept, failed })
      if (!isRunning) void run()
    })
}

function takeGroup(waiting: readonly Waiting[]): Waiting[] {
  let size = 0
  const group = waiting.filter(({ incoming }) => {
    size += incoming.length
    return size <= MOST
  })
  return group.length > 0 ? group : waiting.slice(0, 1)
}

async function keepGroup(keep: Keep, group: readonly Waiting[]): Promise<void> {
  try {
    await keep(group.flatMap(({ incoming }) => incoming))
    for (const { kept } of group) kept()
  } catch (error) {
    if (group.length === 1) return group[0]?.failed(error)
    for (const call of group) await keepGroup(keep, [call])
  }
}
