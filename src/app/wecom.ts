/** The WeCom line of a process: what it hears is kept and rung for, what it sends is in the outbox. */
import { v7 as newId } from 'uuid'
import type { Incoming } from '../channels/channel.ts'
import { openWecom, type Wecom } from '../channels/wecom/open-wecom.ts'
import type { OpenTalk } from '../conversation/open-talk.ts'
import type { Tx } from '../database/open-database.ts'
import { keepIncoming } from '../inbox/keep.ts'
import { keepTogether } from '../inbox/keep-together.ts'
import type { Queues } from '../jobs/queues.ts'
import type { Log } from '../log.ts'
import { readMediaFile } from '../media/open-media.ts'
import { type Base, storageOf } from './base.ts'

export function openWecomOn(base: Base, talk: OpenTalk, queues: Queues, log: Log): Wecom {
  const { ground, clock, rules, seals, wecom: settings } = base
  const { db } = ground
  const deps = { clock, newId, seals, rules: rules.inbox, isUrgent: talk.isUrgent }
  const keep = async (incoming: readonly Incoming[], tx?: Tx) => {
    await keepIncoming(tx ?? db, incoming, deps)
  }
  const keepAlone = keepTogether((incoming) => keep(incoming))
  return openWecom({
    settings,
    db,
    clock,
    log,
    async keep(incoming, tx) {
      await (tx ? keep(incoming, tx) : keepAlone(incoming))
      queues.ring('turns', 'media')
    },
    orderPull: (order) => queues.add('pull-kf', order),
    openFile: (fileId) => readMediaFile(db, storageOf(base), fileId),
  })
}
