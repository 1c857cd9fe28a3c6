/** What the desk did wrong without being told: a real corp would only notice that something never arrived. */
import type { World } from './world.ts'

/** Keeps the newest of them for whoever looks. */
const KEPT = 500

export function noteProblem(world: World, what: string): void {
  const id = world.random.id(10)
  world.tables.problems.put(id, { id, at: world.now().toISOString(), what })
  if (world.tables.problems.size > KEPT) {
    const [oldest] = world.tables.problems.keys()
    if (oldest !== undefined) world.tables.problems.remove(oldest)
  }
  world.log.warn({ what }, 'the desk did something the platform drops in silence')
}
