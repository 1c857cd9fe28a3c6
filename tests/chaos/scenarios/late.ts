/** Callbacks that come an hour after they were sent, each of them twice. */
import { liveAsMessenger } from '../crowd/messenger-life.ts'
import type { Scenario } from '../run-scenario.ts'

const LATE_MS = 3_600_000
const EVERY_MS = 500

export const callbacksLate: Scenario = {
  id: 'callbacks-late',
  what: 'callbacks that come an hour late, each twice: stored once and answered with nothing',
  async run(stage, forMs) {
    const { desk, ledger, processes, rest } = stage
    const { control, corp } = desk.platform()
    const endAt = performance.now() + forMs
    const life = {
      ...{ memberId: 'he-jie', corp, ledger, rest, everyMs: EVERY_MS, ids: '8' },
      address: processes.address,
      now: async () => new Date(Date.parse((await control.state()).now) - LATE_MS),
      isOver: () => performance.now() >= endAt,
    }
    await Promise.all([liveAsMessenger(life), liveAsMessenger(life)])
    const late = ledger.posts.filter(({ messageId }) => messageId.startsWith(life.ids))
    ledger.count('callbacks an hour late', late.length)
  },
}
