/** Breaks the same thing again and again, with time in between in which all is whole. */
import type { Stage } from '../stage.ts'

const SHORTEST_GAP_MS = 2_000
const LONGEST_GAP_MS = 6_000

/** At least once. The breaking is noted as an outage. */
export async function repeat(
  stage: Stage,
  forMs: number,
  what: string,
  breakOnce: () => Promise<void>,
): Promise<void> {
  const { chance, ledger, rest } = stage
  const endAt = performance.now() + forMs
  do {
    await ledger.during(breakOnce)
    ledger.count(what)
    await rest(chance.between(SHORTEST_GAP_MS, LONGEST_GAP_MS))
  } while (performance.now() < endAt)
}
