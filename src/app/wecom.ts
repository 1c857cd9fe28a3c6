/** The WeCom line of a process: what it hears is kept and rung for, what it sends is in the outbox. */
import { openWecom, type Wecom } from '../channels/wecom/open-wecom.ts'
import type { Queues } from '../jobs/queues.ts'
import type { Log } from '../log.ts'
import { readMediaFile } from '../media/open-media.ts'
import { type Base, storageOf } from './base.ts'
import type { WayIn } from './way-in.ts'

export function openWecomOn(base: Base, wayIn: WayIn, queues: Queues, log: Log): Wecom {
  const { ground, clock, wecom: settings } = base
  const { db } = ground
  return openWecom({
    settings,
    db,
    clock,
    log,
    keep: wayIn.keep,
    orderPull: (order) => queues.add('pull-kf', order),
    contactChanged: wayIn.contactChanged,
    openFile: (fileId) => readMediaFile(db, storageOf(base), fileId),
  })
}
