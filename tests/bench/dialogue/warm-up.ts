/** Talks until the runtime has compiled what is used often: a desk runs for weeks (performance.md 8.1). */
import { play } from './play-script.ts'
import type { ScriptTurn } from './script.ts'
import type { Talks } from './talks.ts'

const WARM_MICROS = 3_000_000
const PEOPLE = 50

export async function warmUp(talks: Talks, script: readonly ScriptTurn[]): Promise<void> {
  const begun = process.cpuUsage()
  const isWarm = () => {
    const { user, system } = process.cpuUsage(begun)
    return user + system > WARM_MICROS
  }
  while (!isWarm()) {
    await play(talks, script, PEOPLE)
    talks.forget()
  }
}
