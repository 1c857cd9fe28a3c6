/** What a talk that waits for its confirmation weighs: the text that is kept, and the memory of this process. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Weight } from '../run-scenario.ts'
import { play } from './play-script.ts'
import { BEFORE_CONFIRMING, type ScriptTurn } from './script.ts'
import type { Talks } from './talks.ts'

const WAITING = 2000
const TIMES = 3

/** Medians over the weighings; with the store of the engine, which is in memory here. */
export async function weighWaiting(
  talks: Talks,
  script: readonly ScriptTurn[],
): Promise<readonly Weight[]> {
  const heaps: number[] = []
  let stored = 0
  for (let time = 0; time < TIMES; time += 1) {
    talks.forget()
    const before = heapNow()
    await play(talks, script.slice(0, BEFORE_CONFIRMING), WAITING)
    heaps.push((heapNow() - before) / WAITING)
    stored = Buffer.byteLength(talks.stored('1'))
  }
  talks.forget()
  const [, heap = 0] = heaps.toSorted((a, b) => a - b)
  return [
    { what: 'stored, bytes', amount: stored },
    { what: 'heap, bytes', amount: Math.round(heap) },
  ]
}

function heapNow(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  collect()
  return process.memoryUsage().heapUsed
}
