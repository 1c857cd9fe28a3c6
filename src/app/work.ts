/** What a worker process does, built from the parts. */
import { join } from 'node:path'
import { v7 as newId } from 'uuid'
import type { Doable } from '../conversation/orders/settle-order.ts'
import { RULES_FOLDER } from '../desk/rules.ts'
import { keepHouse } from '../jobs/housekeeping.ts'
import { retentionRulesSchema } from '../jobs/retention-rules.ts'
import { startWorkers } from '../jobs/workers.ts'
import { downloadOrGone } from '../media/open-media.ts'
import { readRuleFile } from '../rule-file.ts'
import { errandsOf } from './errands.ts'
import type { Parts } from './parts.ts'
import { quietContactReaders } from './read-contacts.ts'
import { quietDirectoryReaders } from './read-directory.ts'
import { channelSweeper } from './sweep-channels.ts'

export async function startWork(parts: Parts): Promise<void> {
  const { base, talk, queues, wecom, webChat, log, life } = parts
  const { clock, rules, ground, seals } = base
  const { db } = ground
  const shared = { db, clock }
  const rulesFolder = base.config.rulesDir ?? RULES_FOLDER
  const retention = await readRuleFile(retentionRulesSchema, join(rulesFolder, 'retention.yaml'))
  const workers = await startWorkers({
    ...shared,
    stopping: life.stopping,
    queues,
    log,
    turns: { ...talk.turns, width: WIDTH, onFailure: (id, err) => log.error({ err, id }, 'turn') },
    sends: {
      ...{ ...shared, newId, seals, rules: rules.outbox, hooks: talk.hooks },
      channels: { ...wecom.channels, ...(webChat && { 'web-chat': webChat.channel }) },
      lanes: WIDTH,
      onFailure: ({ key }, err) => log.warn({ err, key }, 'send'),
    },
    timers: {
      ...{ ...shared, ring: talk.ring, width: WIDTH },
      onFailure: ({ name, key }, err) => log.error({ err, name, key }, 'alarm'),
    },
    media: {
      ...{ ...shared, rules: rules.media, storage: base.storage },
      download: downloadOrGone(wecom.download),
      onFailure: (file, err) => log.warn({ err, file }, 'file'),
    },
    orders: {
      ...{ ...talk.orders, width: WIDTH },
      actions: new Map<string, Doable>([...talk.orders.actions, ...errandsOf(parts)]),
      onFailure: ({ id, action }, err) => log.warn({ err, id, action }, 'order'),
    },
    pullKf: wecom.pull,
    pollKf: wecom.pullAll,
    readContacts: quietContactReaders(
      { ...shared, log, rules: rules.desk.contacts },
      wecom.companies,
    ),
    readDirectory: quietDirectoryReaders(
      {
        ...{ db, log, now: () => clock.now() },
        makeWork: (tx) => talk.makeWork(tx, { kind: 'system', name: 'directory' }),
      },
      wecom.companies,
    ),
    housekeeping: () =>
      keepHouse({
        ...{ ...shared, makeWork: talk.makeWork, log },
        sweepLine: channelSweeper(retention),
      }),
    beforeRound: clock.refresh,
  })
  // Whoever left while no process ran is not kept waiting for the next round.
  await queues.add('read-directory', {})
  // The bot's connection outlives the sends in hand.
  const line = new AbortController()
  const bot = wecom.runBot(line.signal)
  life.onStop(async () => {
    await workers.ended
    line.abort()
    await bot
  })
}

/** Conversations, lanes and alarms one process serves at the same time: more than two only wait for two cores. */
const WIDTH = 3
