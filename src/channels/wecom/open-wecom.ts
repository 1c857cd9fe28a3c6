/** The whole WeCom side of one company: its door, its puller, its three channels. */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { Database, Tx } from '../../database/open-database.ts'
import type { Seals } from '../../database/sealed.ts'
import type { ContactChange } from '../../desk/contacts/contact-change.ts'
import type { ContactPlatform } from '../../desk/contacts/platform.ts'
import type { Log } from '../../log.ts'
import type { Channel, ChannelName, Incoming } from '../channel.ts'
import { type BotMedia, botMedia } from './aibot/bot-media.ts'
import type { Hold } from './aibot/hold-line.ts'
import { type BotWords, type CallbackKeys, openAibot } from './aibot/open-aibot.ts'
import { openBotLine } from './aibot/open-line.ts'
import { wecomApi } from './api/client.ts'
import { listAccounts } from './api/kf-people.ts'
import { fetchMedia } from './api/media.ts'
import { WecomRefused } from './api/wecom-refused.ts'
import { wecomCallback } from './callback.ts'
import { contactPlatform } from './contact-platform.ts'
import { type KfPullOrder, kfPuller } from './kf-pull.ts'
import { mediaIds, type StoredFile } from './media-ids.ts'
import type { PassiveReply } from './passive-reply.ts'
import { appChannel } from './send-app.ts'
import { kfChannel } from './send-kf.ts'
import { robotChannel } from './send-robot.ts'
import { addAccounts, kfAccountRows } from './stores/kf-account-rows.ts'
import { mediaIdRows } from './stores/media-id-rows.ts'
import { tokenRows } from './stores/token-rows.ts'
import { openTally, type Tally } from './tally.ts'

/** What the console says about the company's app; see `.env.example`. */
export interface WecomSettings {
  readonly corpId: string
  readonly apiBase: string
  readonly agentId: string
  readonly secret: string
  readonly token: string
  readonly aesKey: string
  readonly previous: { readonly token: string; readonly aesKey: string } | null
  readonly robotKey: string | null
  readonly aibot: AibotSettings | null
}

interface AibotSettings {
  readonly botId: string
  readonly callback: CallbackKeys | null
  readonly line: { readonly secret: string; readonly url: string | null } | null
}

export interface WecomDeps {
  readonly settings: WecomSettings
  readonly db: Database
  readonly clock: { now(): Date }
  readonly log: Log
  /** Keeps messages durably and tells the loops; inside `tx` when one is given. */
  keep(incoming: readonly Incoming[], tx?: Tx): Promise<void>
  /** Queues a pull of an account. */
  orderPull(order: KfPullOrder): Promise<void>
  openFile(fileId: string): Promise<StoredFile | undefined>
  /** Stores that a steward has a customer more or less. */
  contactChanged(corpId: string, change: ContactChange): Promise<void>
  /** The words in place of a tapped card's buttons once its tap is dealt with; nothing for other messages. */
  greyedAtOnce(incoming: Incoming): Promise<string | undefined>
  readonly newId: () => string
  readonly seals: Seals
  /** The one place for a bot's long connection; nothing while another process has it. */
  readonly holdBotLine: () => Promise<Hold | undefined>
  /** What an AI bot says by itself. */
  readonly botWords: BotWords
}

export interface Wecom {
  /** To be asked before everything else; false means the request is somebody else's. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>
  readonly channels: Readonly<Partial<Record<ChannelName, Channel>>>
  /** Customers of stewards, tasks they confirm, codes and tags. */
  readonly contacts: ContactPlatform
  pull(order: KfPullOrder): Promise<void>
  /** Pulls every account of the app, also those that never pinged. */
  pullAll(): Promise<void>
  /** The bytes of a platform file; 'gone' when the platform will never give them. */
  download(platformId: string): Promise<Uint8Array | 'gone'>
  /** Holds the AI bot's long connection, where it has one, until told to stop. */
  runBot(stopping: AbortSignal): Promise<void>
  readonly counters: () => Readonly<Record<string, number>>
}

/** The platform answers within seconds or not at all. */
const TIMEOUT_MS = 10_000
/** A handle the platform no longer knows (wecom.md 4.3). */
const MEDIA_GONE = [40007, 830002]

const wait = (ms: number) => pause(ms)

export function openWecom(deps: WecomDeps): Wecom {
  const { settings, db, clock, log } = deps
  const { corpId, agentId, apiBase, token, aesKey, previous } = settings
  const now = () => clock.now()
  const http = { baseUrl: apiBase, timeoutMs: TIMEOUT_MS }
  const store = tokenRows(db)
  const api = wecomApi({ ...http, corpId, secret: settings.secret, store, now, pause: wait })
  const apiOf = (corp: string) => (corp === corpId ? api : undefined)
  const tally = openTally()
  const media = mediaIds({ store: mediaIdRows(db), openFile: deps.openFile, now })
  const pullStore = kfAccountRows({ db, keep: (tx, list) => deps.keep(list, tx), now, pause: wait })
  const pull = kfPuller({ apiOf, store: pullStore, now, log, tally })
  const bot = openBot(deps, tally)
  const endpoint = { path: '/wecom/app/callback', corpId, agentId, token, aesKey }

  const callback = wecomCallback({
    endpoints: [{ ...endpoint, ...(previous && { previous }) }],
    keep: (incoming) => deps.keep(incoming),
    pullKf: (ping) => deps.orderPull(ping),
    contactChanged: deps.contactChanged,
    answerAtOnce: (incoming) => deps.greyedAtOnce(incoming).then(greyed),
    now,
    randomBytes,
    log,
    tally,
  })
  return {
    handle: async (request, response) =>
      (await callback(request, response)) || (await bot.handle(request, response)),
    channels: {
      'wecom-kf': kfChannel({ apiOf, media }),
      'wecom-app': appChannel({ apiOf, media }),
      'wecom-robot': robotChannel({
        ...http,
        keyOf: () => settings.robotKey ?? undefined,
        openFile: deps.openFile,
      }),
      ...(bot.channel && { 'wecom-aibot': bot.channel }),
    },
    contacts: contactPlatform(api, now),
    pull,
    async pullAll() {
      const accounts = await listAccounts(api)
      const ids = accounts.map((account) => account.open_kfid)
      await addAccounts(db, corpId, ids, now())
      for (const openKfId of ids) await pull({ corpId, openKfId })
    },
    async download(platformId) {
      if (bot.files.isHandle(platformId)) return bot.files.download(platformId)
      try {
        const fetched = await fetchMedia(api, platformId)
        return fetched === 'too-large' ? 'gone' : fetched.bytes
      } catch (error) {
        if (error instanceof WecomRefused && MEDIA_GONE.includes(error.code)) return 'gone'
        throw error
      }
    },
    runBot: bot.run,
    counters: tally.read,
  }
}

function greyed(text: string | undefined): PassiveReply | undefined {
  return text === undefined ? undefined : { kind: 'grey-buttons', text }
}

interface Bot {
  readonly files: BotMedia
  readonly handle: Wecom['handle']
  readonly channel: Channel | null
  readonly run: Wecom['runBot']
}

function openBot(deps: WecomDeps, tally: Tally): Bot {
  const { corpId, aibot: bot } = deps.settings
  const aesKey = bot?.callback?.aesKey ?? null
  const files = botMedia({ seals: deps.seals, timeoutMs: TIMEOUT_MS, aesKey })
  const silent = { files, handle: async () => false, channel: null, run: async () => {} }
  if (!bot) return silent
  const parts = { ...deps, corpId, botId: bot.botId, tally, media: files, words: deps.botWords }
  if (bot.callback) return { ...silent, ...openAibot(parts, bot.callback) }
  if (!bot.line) return silent
  const settings = { ...bot.line, botId: bot.botId }
  return { ...silent, ...openBotLine({ ...parts, tryHold: deps.holdBotLine }, settings) }
}
