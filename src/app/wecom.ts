/** The WeCom line of a process: what it hears is kept and rung for, what it sends is in the outbox. */
import { setTimeout as pause } from 'node:timers/promises'
import { v7 as newId } from 'uuid'
import { openWecom, type Wecom } from '../channels/wecom/open-wecom.ts'
import { greyedAtOnce } from '../conversation/greyed-at-once.ts'
import { tryHoldPlace } from '../database/one-process.ts'
import { readMediaFile } from '../media/open-media.ts'
import type { Parts } from './parts.ts'
import type { WayIn } from './way-in.ts'

export function openWecomOn(
  parts: Pick<Parts, 'base' | 'talk' | 'queues' | 'log'>,
  wayIn: WayIn,
): Wecom {
  const { base, talk, queues, log } = parts
  const { ground, clock, seals, wecom: settings } = base
  const text = (name: string) => talk.turns.words.text(`conversation.${name}`, {})
  const { db } = ground
  return openWecom({
    settings,
    db,
    clock,
    log,
    newId,
    seals,
    holdBotLine: () => tryHoldPlace(ground.url, 'aibot'),
    botWords: { welcome: text('bot_welcome'), heard: text('bot_heard') },
    keep: wayIn.keep,
    greyedAtOnce: (incoming) => greyedAtOnce({ db, seals, pause }, incoming),
    orderPull: (order) => queues.add('pull-kf', order),
    contactChanged: wayIn.contactChanged,
    directoryChanged: wayIn.directoryChanged,
    openFile: (fileId) => readMediaFile(db, base.storage, fileId),
  })
}
