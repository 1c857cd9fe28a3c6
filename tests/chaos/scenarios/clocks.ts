/** The time of day of the desk's processes jumps by an hour, of one or of all, while the database's goes on. */
import { join } from 'node:path'
import { PARTS, type Part } from '../processes.ts'
import type { Scenario } from '../run-scenario.ts'
import { faketimeLibrary, openFalseTime } from '../servers/false-time.ts'
import type { Stage } from '../stage.ts'

const HOUR_MS = 3_600_000
/** Long enough for promises to be made and to run out in it. */
const LASTING_MS = 6_000
const SHORTEST_GAP_MS = 500
const LONGEST_GAP_MS = 3_000

const JUMPS: readonly (readonly [readonly Part[], number])[] = [
  [['worker-1'], HOUR_MS],
  [['worker-1'], -HOUR_MS],
  [['web'], HOUR_MS],
  [['web'], -HOUR_MS],
  [PARTS, HOUR_MS],
  [PARTS, -HOUR_MS],
]

export const clockJumps: Scenario = {
  id: 'clock-jumps',
  what: 'the time of one process, or of all, jumps an hour ahead or back while they work, and some are killed in it',
  lacks: () => (faketimeLibrary() ? null : 'libfaketime is not installed'),
  async run(stage, forMs) {
    const { ledger, rest, chance, processes } = stage
    const setWrong = await withFalseTime(stage)
    const endAt = performance.now() + forMs
    for (let at = 0; at < JUMPS.length || performance.now() < endAt; at++) {
      const [parts, ms] = JUMPS[at % JUMPS.length] as (typeof JUMPS)[number]
      // No outage: all is in time although it goes on.
      setWrong(parts, ms)
      ledger.count(`jumps of ${parts.length > 1 ? 'all' : parts[0]} by ${ms > 0 ? '+' : '-'}1 h`)
      await rest(LASTING_MS)
      await ledger.during(async () => {
        const killed = isKilled(at) ? parts : []
        await processes.end(killed, 'SIGKILL')
        // Before they start: the stand-in platform takes a process of another hour for a stranger.
        setWrong(parts, 0)
        await processes.start(killed)
      })
      await rest(chance.between(SHORTEST_GAP_MS, LONGEST_GAP_MS))
    }
  },
}

/** Those that are ahead in the first round, those that are behind in the next: what they had locked is locked by that time. */
function isKilled(at: number): boolean {
  return (at + Math.floor(at / JUMPS.length)) % 2 === 0
}

/** Starts every part again with a time of its own; answers how to set it. */
async function withFalseTime({ processes, ledger, folder }: Stage) {
  const library = faketimeLibrary() as string
  const times = new Map(
    PARTS.map((part) => [part, openFalseTime(library, join(folder, `time of ${part}`))] as const),
  )
  for (const [part, { env }] of times) processes.become(part, { env })
  // Killed, not asked: the platform, which has the right time, lives on.
  await ledger.during(() => processes.bounce(PARTS, 'SIGKILL'))
  return (parts: readonly Part[], ms: number) => {
    for (const part of parts) times.get(part)?.setWrong(ms)
  }
}
