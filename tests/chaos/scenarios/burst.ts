/** Ten times the usual traffic: half of the people write in pieces, and ten times the callbacks come. */
import type { Scenario } from '../run-scenario.ts'
import type { Stage } from '../stage.ts'

/** A question that is answered as often as it is asked: whoever repeats half a report is handed to a person in the end. */
const PIECES = ['您好', '请问', '物业电话', '是多少']
/** Longer than the desk waits for one more piece (rules/inbox.yaml): two bursts of somebody are two. */
const SHORTEST_GAP_MS = 5_000

export const burst: Scenario = {
  id: 'burst',
  what: 'ten times the usual number of messages, in pieces that belong together, and of callbacks',
  bursts: true,
  answerWithinMs: 1_000,
  async run(stage, forMs) {
    const endAt = performance.now() + forMs
    const { owners } = stage.crowd
    const writers = owners.filter((_, at) => at % 2 === 1)
    await stage.ledger.during(() =>
      Promise.all(writers.map(({ id }) => writeUntil(stage, id, endAt))),
    )
  },
}

let bursts = 0

async function writeUntil(stage: Stage, owner: string, endAt: number): Promise<void> {
  const { desk, ledger, rest, chance } = stage
  const { control } = desk.platform()
  while (performance.now() < endAt) {
    await rest(SHORTEST_GAP_MS * (1 + chance.fraction()))
    const burst = ++bursts
    for (const text of PIECES) {
      const { n = 0 } = await control.write({ kind: 'owners', id: owner }, { text })
      ledger.said.push({ owner, text, n, at: Date.now(), burst })
      ledger.count('messages of the flood')
    }
    ledger.count('bursts')
  }
}
