/** The whole AI bot of one company in callback mode: its door and its channel. */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { Log } from '../../../log.ts'
import type { Channel, Incoming } from '../../channel.ts'
import type { StoredFile } from '../media-ids.ts'
import type { Tally } from '../tally.ts'
import { aibotDoor } from './aibot-callback.ts'
import { answerPoll } from './answer-poll.ts'
import type { BotMedia } from './bot-media.ts'
import { beginExchange, type ExchangeDeps } from './exchanges.ts'
import { type AibotContext, parseAibot } from './parse-aibot.ts'
import { aibotChannel } from './send-aibot.ts'

export interface AibotDeps extends ExchangeDeps {
  readonly corpId: string
  readonly botId: string
  readonly log: Log
  readonly tally: Tally
  readonly media: BotMedia
  readonly openFile: (fileId: string) => Promise<StoredFile | undefined>
  /** Keeps messages durably, once per key. */
  readonly keep: (incoming: readonly Incoming[]) => Promise<void>
  readonly words: BotWords
}

/** What a bot says by itself. */
export interface BotWords {
  /** To somebody who opens the chat. */
  readonly welcome: string
  /** Where a turn ends without a word. */
  readonly heard: string
}

export interface CallbackKeys {
  readonly token: string
  readonly aesKey: string
}

export interface Aibot {
  readonly channel: Channel
  /** False means the request is somebody else's. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>
}

const TIMEOUT_MS = 10_000
/** Three of the platform's polls. */
const FETCHED_WITHIN_MS = 4_000

export function openAibot(deps: AibotDeps, keys: CallbackKeys): Aibot {
  const { clock, tally, words } = deps
  return {
    handle: aibotDoor({
      ...{ ...keys, path: '/wecom/aibot/callback', tally, randomBytes, log: deps.log },
      now: () => clock.now(),
      take: (plaintext) => take(deps, plaintext),
    }),
    channel: aibotChannel({
      ...deps,
      http: { timeoutMs: TIMEOUT_MS },
      pause: (ms) => pause(ms),
      fetchedWithinMs: FETCHED_WITHIN_MS,
    }),
  }

  async function take(of: AibotDeps, plaintext: Buffer): Promise<object | undefined> {
    const delivery = parseAibot(plaintext, contextOf(of))
    tally.add(`aibot ${delivery.kind}`)
    switch (delivery.kind) {
      case 'asked': {
        await of.keep(delivery.incoming)
        const id = await beginExchange(of, delivery.asked, null)
        return { msgtype: 'stream', stream: { id, finish: false, content: '' } }
      }
      case 'poll':
        return answerPoll({ ...of, heard: words.heard }, delivery.streamId)
      case 'welcome':
        return { msgtype: 'text', text: { content: words.welcome } }
      case 'clicked':
        await of.keep(delivery.incoming)
        return undefined
      case 'kicked':
      case 'ignored':
        return undefined
    }
  }
}

function contextOf(deps: Pick<AibotDeps, 'corpId' | 'botId' | 'clock' | 'media'>): AibotContext {
  const { corpId, botId, clock, media } = deps
  return { corpId, botId, now: clock.now(), mediaId: media.handleOf }
}
