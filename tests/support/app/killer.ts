/** Kills a worker at moments of chance and starts it again, while the test goes on with something else. */
import type { Chance } from './seeded.ts'
import type { TestDesk } from './test-desk.ts'

export interface Killer {
  /** Kills no more, and waits until the last one killed is back; how many were killed. */
  rest(): Promise<number>
}

/** `most` is the longest life of a worker in milliseconds. */
export function startKiller(
  desk: TestDesk,
  names: readonly string[],
  chance: Chance,
  most: number,
): Killer {
  let isResting = false
  let killed = 0
  const killOne = async (name: string) => {
    while (!isResting) {
      const worker = await desk.start('worker', name)
      await new Promise((resolve) => setTimeout(resolve, chance.between(0, most)))
      if (isResting) return
      await worker.kill()
      killed += 1
    }
    await desk.start('worker', name)
  }
  const ended = Promise.all(names.map(killOne))
  return {
    async rest() {
      isResting = true
      await ended
      return killed
    },
  }
}
