/** Somebody honest who goes on writing while others do harm, and what became of each message. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { Door } from './targets.ts'

export interface HonestWish {
  readonly port: number
  readonly door: Door
  /** Seconds since 1970 of the desk's clock. */
  readonly sentAt: number
}

export type Honesty = readonly {
  readonly id: string
  /** 0: no answer. */
  readonly status: number
  /** When it was sent, in milliseconds since 1970. */
  readonly at: number
  readonly ms: number
}[]

export interface HonestSender {
  /** What it saw, when the last of its messages is answered. */
  stop(): Promise<Honesty>
}

export async function honestSender(wish: HonestWish): Promise<HonestSender> {
  const child = fork(new URL('honest-main.ts', import.meta.url), { execArgv: ['--import', 'tsx'] })
  child.send(wish)
  await once(child, 'message')
  return {
    async stop() {
      const told = once(child, 'message')
      child.send('stop')
      const [seen] = await told
      return seen as Honesty
    },
  }
}

/** The wait that `share` of them do not exceed; 0 of none. */
export function waitOf(seen: Honesty, share: number): number {
  const waits = seen.map(({ ms }) => ms).sort((a, b) => a - b)
  return waits[Math.max(0, Math.ceil(waits.length * share) - 1)] ?? 0
}

export const refusedOf = (seen: Honesty): number =>
  seen.filter(({ status }) => status !== 200).length
