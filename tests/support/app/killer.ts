/** Kills workers at chosen points of their work and starts them again, while people go on with their story. */

import type { TestDesk } from './desk-on-database.ts'
import { forgetDead, type Gate } from './gates.ts'

export interface Killer {
  /** One worker that has come as far as the gate is killed there, the gate opened, and the worker is started again. */
  killOneAt(gate: Gate): Promise<void>
  /** The same with all workers. */
  killAllAt(gate: Gate): Promise<void>
  /** Where workers were killed so far, one entry for each. */
  readonly killedAt: readonly string[]
}

/** Starts the workers. */
export async function startKiller(desk: TestDesk, names: readonly string[]): Promise<Killer> {
  const killedAt: string[] = []
  const start = async (name: string) => [name, await desk.start('worker', name)] as const
  const living = new Map(await Promise.all(names.map(start)))

  const killAt = async (gate: Gate, choose: (there: readonly string[]) => readonly string[]) => {
    const there = (await gate.reached()).filter((name) => living.has(name))
    const victims = choose(there)
    if (victims.length === 0) throw new Error(`no worker came to ${gate.point}`)
    await Promise.all(victims.map((name) => living.get(name)?.kill()))
    for (const name of victims) {
      await forgetDead(desk.db, name)
      killedAt.push(gate.point)
    }
    await gate.open()
    for (const [name, worker] of await Promise.all(victims.map(start))) living.set(name, worker)
  }
  return {
    killedAt,
    killOneAt: (gate) => killAt(gate, (there) => there.slice(0, 1)),
    killAllAt: (gate) => killAt(gate, () => [...living.keys()]),
  }
}
