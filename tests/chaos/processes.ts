/** Keeps the desk's processes running, as a service manager does: what is killed is started again. */

import type { ProcessChange, TestDesk } from '../support/app/desk-on-database.ts'
import type { DeskProcess } from '../support/app/desk-process.ts'

export type Part = 'web' | 'worker-1' | 'worker-2'
export const PARTS: readonly Part[] = ['web', 'worker-1', 'worker-2']

export interface Processes {
  startAll(): Promise<void>
  /** Signals the parts at the same moment, waits until they are gone, and starts them again. */
  bounce(parts: readonly Part[], signal: 'SIGKILL' | 'SIGTERM'): Promise<void>
  /** Kills them again while they start, after so many ms, and starts them at last. */
  killStarting(parts: readonly Part[], afterMs: number): Promise<void>
  /** From its next start on the part runs like this. */
  become(part: Part, change: ProcessChange): void
  end(parts: readonly Part[], signal: 'SIGKILL' | 'SIGTERM'): Promise<void>
  start(parts: readonly Part[]): Promise<void>
  /** Resident memory in MB, by part; read from the running processes. */
  memory(): Promise<ReadonlyMap<Part, number>>
  of(part: Part): DeskProcess | undefined
  /** Where the web process is reached now; undefined while there is none. */
  address(): Promise<string | undefined>
}

export function processesOf(
  desk: TestDesk,
  readMemory: (pid: number) => Promise<number>,
  rest: (ms: number) => Promise<void>,
): Processes {
  const running = new Map<Part, DeskProcess>()
  const changes = new Map<Part, ProcessChange>()
  const roleOf = (part: Part) => (part === 'web' ? 'web' : 'worker')
  const end: Processes['end'] = async (parts, signal) => {
    const ended = parts.map(async (part) => {
      const one = running.get(part)
      one?.signal(signal)
      await one?.ended
    })
    await Promise.all(ended)
  }
  const start = async (parts: readonly Part[]) => {
    const started = parts.map(async (part) => {
      running.set(part, await desk.start(roleOf(part), part, changes.get(part)))
    })
    await Promise.all(started)
  }
  return {
    end,
    start,
    of: (part) => running.get(part),
    async address() {
      const web = running.get('web')
      return web?.isAlive() ? web.open().catch(() => undefined) : undefined
    },
    become: (part, change) => void changes.set(part, change),
    startAll: () => start(PARTS),
    async bounce(parts, signal) {
      await end(parts, signal)
      await start(parts)
    },
    async killStarting(parts, afterMs) {
      await end(parts, 'SIGKILL')
      const launched = await Promise.all(
        parts.map((part) => desk.launch(roleOf(part), part, changes.get(part))),
      )
      await rest(afterMs)
      await Promise.all(launched.map((one) => one.kill()))
      await start(parts)
    },
    async memory() {
      const read = [...running].map(
        async ([part, one]) => [part, await readMemory(one.pid)] as const,
      )
      return new Map(await Promise.all(read))
    },
  }
}
