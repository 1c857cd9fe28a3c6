/** What sending takes, for whoever does it in this process. */
import { v7 as newId } from 'uuid'
import type { DrainDeps } from '../outbox/drain.ts'
import type { Parts } from './parts.ts'
import { WIDTH } from './width.ts'

export function sendsOf({ base, talk, wecom, webChat, log }: Parts): DrainDeps {
  const { clock, rules, ground, seals } = base
  return {
    ...{ db: ground.db, clock, newId, seals, rules: rules.outbox, hooks: talk.hooks },
    channels: { ...wecom.channels, ...(webChat && { 'web-chat': webChat.channel }) },
    lanes: WIDTH,
    onFailure: ({ key }, err) => log.warn({ err, key }, 'send'),
  }
}
