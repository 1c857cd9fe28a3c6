/** Sends what the desk has queued for its staff, on a clock that jumps to the next message, and counts how close they come. */
import { randomUUID } from 'node:crypto'
import { CHANNEL_NAMES, type Channel } from '../../../src/channels/channel.ts'
import type { Database } from '../../../src/database/open-database.ts'
import type { Rules } from '../../../src/desk/rules.ts'
import { drainOutbox } from '../../../src/outbox/drain.ts'
import type { OutboxHooks } from '../../../src/outbox/hooks.ts'
import { nextSendAt } from '../../../src/outbox/lanes.ts'
import type { PaceLimit } from '../../../src/outbox/pace.ts'
import { letGo } from '../../../src/outbox/put.ts'
import { testSeals } from '../../support/seals.ts'

export interface Paced {
  readonly queued: number
  /** Texts to one receiver that went as one are all counted. */
  readonly sent: number
  readonly receivers: number
  /** Messages that came although the rules' count had come within the rules' seconds. */
  readonly tooFast: number
  /** From the first to the last, in minutes of the desk's clock. */
  readonly minutes: number
}

export async function sendPaced(db: Database, rules: Rules, from: Date): Promise<Paced> {
  const queued = await letAllGo(db)
  let now = from
  const sends = new Map<string, number[]>()
  const channel = (name: keyof Rules['outbox']['pace']): Pick<Channel, 'send'> => ({
    async send({ to }) {
      const key = `${name} ${to.user}`
      sends.set(key, [...(sends.get(key) ?? []), now.getTime()])
      return {}
    },
  })
  const channels = Object.fromEntries(CHANNEL_NAMES.map((name) => [name, channel(name) as Channel]))
  for (;;) {
    await drainOutbox({
      db,
      channels,
      clock: { now: () => now },
      newId: randomUUID,
      seals: testSeals,
      rules: rules.outbox,
      hooks: HOOKS,
      lanes: 4,
      onFailure: (_item, error) => {
        throw error
      },
    })
    const next = await nextSendAt(db)
    if (!next) break
    now = new Date(Math.max(next.getTime(), now.getTime() + 1))
  }
  const tooFast = [...sends].reduce((sum, [key, times]) => {
    const [name = ''] = key.split(' ')
    return sum + countTooFast(times, rules.outbox.pace[name as keyof Rules['outbox']['pace']])
  }, 0)
  const sent = [...sends.values()].reduce((sum, times) => sum + times.length, 0)
  const merged = await countMerged(db)
  const minutes = (now.getTime() - from.getTime()) / 60_000
  return { queued, sent: sent + merged, receivers: sends.size, tooFast, minutes }
}

/** Nothing of a notice to staff needs them: it has no guard, costs no budget and cannot fail here. */
const HOOKS: OutboxHooks = {
  prepare: async (_tx, item) => ({ send: item.message }),
  sent: async () => undefined,
  undeliverable: async () => undefined,
  paused: async () => undefined,
  resumed: async () => undefined,
  sendsNeeded: () => 1,
}

/** `times` in milliseconds, in order. */
export function countTooFast(times: readonly number[], limits: readonly PaceLimit[]): number {
  return times.filter((at, index) =>
    limits.some(({ count, seconds }) => {
      const earlier = times[index - count]
      return earlier !== undefined && at - earlier < seconds * 1000
    }),
  ).length
}

/** What is planned still waits for its minute; only its alarm is not waited for. Answers how many messages there are. */
async function letAllGo(db: Database): Promise<number> {
  const put = db.selectFrom('outbox_item').select(['id', 'state'])
  const items = await put.where('state', 'in', ['queued', 'planned']).execute()
  const planned = items.filter(({ state }) => state === 'planned').map(({ id }) => id)
  await db.transaction().execute((tx) => letGo(tx, planned))
  return items.length
}

/** Texts to one receiver that wait together go as one. */
async function countMerged(db: Database): Promise<number> {
  const merged = db.selectFrom('outbox_item').select('id').where('state', '=', 'merged')
  return (await merged.execute()).length
}
