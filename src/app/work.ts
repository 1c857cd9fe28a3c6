/** What a worker process does, built from the parts. */
import { join } from 'node:path'
import { versionSweeper } from '../conversation/flows/old-versions.ts'
import type { Doable } from '../conversation/orders/settle-order.ts'
import { RULES_FOLDER } from '../desk/rules.ts'
import { keepHouse } from '../jobs/housekeeping.ts'
import { retentionRulesSchema } from '../jobs/retention-rules.ts'
import { startRounds } from '../jobs/rounds.ts'
import { openBeats } from '../jobs/watch/beats.ts'
import { startWorkers } from '../jobs/workers.ts'
import { downloadOrGone } from '../media/open-media.ts'
import { readRuleFile } from '../rule-file.ts'
import { errandsOf } from './errands.ts'
import type { Parts } from './parts.ts'
import { quietContactReaders } from './read-contacts.ts'
import { quietDirectoryReaders } from './read-directory.ts'
import { sendsOf } from './sends.ts'
import { channelSweeper } from './sweep-channels.ts'
import { WIDTH } from './width.ts'

export async function startWork(parts: Parts): Promise<void> {
  const { base, talk, queues, wecom, log, life } = parts
  const { clock, realClock, rules, ground } = base
  const { db } = ground
  const shared = { db, clock }
  const retentionFile = join(base.config.rulesDir ?? RULES_FOLDER, 'retention.yaml')
  const retention = await readRuleFile(retentionRulesSchema, retentionFile)
  const sweepVersions = versionSweeper(retention.flow_version_days)
  const workers = await startWorkers({
    ...shared,
    stopping: life.stopping,
    queues,
    log,
    turns: { ...talk.turns, width: WIDTH, onFailure: (id, err) => log.error({ err, id }, 'turn') },
    sends: sendsOf(parts),
    timers: {
      ...{ ...shared, ring: talk.ring, ringTogether: talk.ringTogether, width: WIDTH },
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
        ...{ db, makeWork: talk.makeWork },
        sweepLine: channelSweeper(retention),
        sweepVersions,
      }),
    beforeRound: clock.refresh,
    afterRound: openBeats(db, realClock),
  })
  startRounds({ db, queues, ...life, onFailure: (err) => log.error({ err }, 'rounds') })
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
