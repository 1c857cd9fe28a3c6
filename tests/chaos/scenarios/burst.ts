/** Ten times the usual traffic: everybody writes in pieces, and hundreds of callbacks come at once. */
import type { Scenario } from '../run-scenario.ts'
import type { Stage } from '../stage.ts'

const PIECES = ['师傅', '我家', '客厅的灯', '一闪一闪的']
const EVERY_MS = 1_500

export const burst: Scenario = {
  id: 'burst',
  what: 'ten times the usual number of messages, in pieces that belong together',
  bursts: true,
  /** Issue 7 item 9. */
  answerWithinMs: 1_000,
  async run(stage, forMs) {
    const endAt = performance.now() + forMs
    while (performance.now() < endAt) {
      await stage.ledger.during(() => everybodyWrites(stage))
      await stage.rest(EVERY_MS)
    }
  },
}

async function everybodyWrites({ desk, crowd, ledger, chance }: Stage): Promise<void> {
  const { control } = desk.platform()
  for (const { id } of crowd.owners) {
    if (chance.fraction() < 0.5) continue
    for (const text of PIECES) {
      const { n = 0 } = await control.write({ kind: 'owners', id }, { text })
      ledger.said.push({ owner: id, text, n, at: Date.now() })
      ledger.count('messages of the flood')
    }
  }
}
