/** The whole WeCom side of a process, for one company or several: its door, its puller, its three channels. */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { Database, Tx } from '../../database/open-database.ts'
import type { Seals } from '../../database/sealed.ts'
import type { ContactChange } from '../../desk/contacts/contact-change.ts'
import type { DirectoryChange } from '../../desk/directory/directory-change.ts'
import type { Log } from '../../log.ts'
import type { Form } from '../card.ts'
import type { Address, Channel, ChannelName, Incoming } from '../channel.ts'
import { accountPoller } from './account-poller.ts'
import { type BotMedia, botMedia } from './aibot/bot-media.ts'
import type { Hold } from './aibot/hold-line.ts'
import { type BotWords, type CallbackKeys, openAibot } from './aibot/open-aibot.ts'
import { openBotLine } from './aibot/open-line.ts'
import { type WecomApi, wecomApi } from './api/client.ts'
import type { HttpDeps } from './api/http.ts'
import { fetchMedia } from './api/media.ts'
import { WecomRefused } from './api/wecom-refused.ts'
import { wecomCallback } from './callback.ts'
import { type CompanyPlatform, companyPlatforms } from './company-platforms.ts'
import type { CallbackEndpoint } from './endpoint.ts'
import { readWecomHealth, type WecomHealth } from './health.ts'
import { type KfPullOrder, kfPuller } from './kf-pull.ts'
import { type WecomLogin, wecomLogin } from './login.ts'
import { mediaIds, type StoredFile } from './media-ids.ts'
import { type AppSettings, openApps } from './open-apps.ts'
import type { PassiveReply } from './passive-reply.ts'
import { appChannel } from './send-app.ts'
import { kfChannel } from './send-kf.ts'
import { robotChannel } from './send-robot.ts'
import { openSightings, type Sightings, watchedApi } from './sightings.ts'
import { addAccounts, agentOfAccount, kfAccountRows } from './stores/kf-account-rows.ts'
import { mediaIdRows } from './stores/media-id-rows.ts'
import { saveSightings } from './stores/sighting-rows.ts'
import { tokenRows } from './stores/token-rows.ts'
import { openTally, type Tally } from './tally.ts'

/** What the consoles of the companies say about their apps; see `.env.example`. */
export interface WecomSettings {
  readonly apiBase: string
  /** Where people log in: from inside the chat, and by a QR code on a desk. */
  readonly oauthBase: string
  readonly qrBase: string
  /** The first is the installation's own: its company has the AI bot and the web chat. */
  readonly apps: readonly [AppSettings, ...AppSettings[]]
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
  /** Stores that members or departments are to be looked at. */
  directoryChanged(corpId: string, change: DirectoryChange): Promise<void>
  /** The words in place of a tapped card's buttons once its tap is dealt with; nothing for other messages. */
  greyedAtOnce(
    incoming: Incoming,
  ): Promise<{ readonly text: string; readonly form?: Form } | undefined>
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
  /** Who opens a page. */
  readonly login: WecomLogin
  /** What the desk may ask of each company, by its id. */
  readonly companies: ReadonlyMap<string, CompanyPlatform>
  pull(order: KfPullOrder): Promise<void>
  /** Pulls every account of every app, also those that never pinged. */
  pullAll(): Promise<void>
  /** The bytes of a platform file; 'gone' when the platform will never give them. */
  download(corpId: string, platformId: string): Promise<Uint8Array | 'gone'>
  /** Holds the AI bot's long connection, where it has one, until told to stop. */
  runBot(stopping: AbortSignal): Promise<void>
  /** What this process saw since it began, by name. */
  readonly counters: () => Readonly<Record<string, number>>
  /** What all processes saw. */
  health(): Promise<WecomHealth>
  /** Writes down what was seen; the last thing before the database is closed. */
  close(): Promise<void>
}

/** The platform answers within seconds or not at all. */
const TIMEOUT_MS = 10_000
/** A handle the platform no longer knows (wecom.md 4.3). */
const MEDIA_GONE = [40007, 830002]

const wait = (ms: number) => pause(ms)

export function openWecom(deps: WecomDeps): Wecom {
  const { settings, db, clock, log } = deps
  const now = () => clock.now()
  const http = { baseUrl: settings.apiBase, timeoutMs: TIMEOUT_MS }
  const sightings = openSightings({
    save: (seen) => saveSightings(db, seen),
    now,
    onFailure: (err) => log.warn({ err }, 'what was seen of the platform could not be noted'),
  })
  const apps = appsOf(deps, http, sightings)
  const tally = openTally()
  const media = mediaIds({ store: mediaIdRows(db), openFile: deps.openFile, now })
  const pullStore = kfAccountRows({ db, keep: (tx, list) => deps.keep(list, tx), now, pause: wait })
  const pull = kfPuller({ apiOf: apps.ofAccount, store: pullStore, now, log, tally })
  const bot = openBot(deps, tally)
  const callback = openDoor(deps, sightings, tally)
  const robot = { keyOf: ({ corpId }: Address) => apps.robotKey(corpId), openFile: deps.openFile }
  return {
    handle: async (request, response) =>
      (await callback(request, response)) || (await bot.handle(request, response)),
    channels: {
      'wecom-kf': kfChannel({ apiOf: apps.ofAccount, media }),
      'wecom-app': appChannel({ apiOf: apps.api, media }),
      'wecom-robot': robotChannel({ ...http, ...robot }),
      ...(bot.channel && { 'wecom-aibot': bot.channel }),
    },
    login: wecomLogin(settings, apps),
    companies: companyPlatforms(apps, now),
    pull,
    pullAll: accountPoller({ apps: apps.all, db, pull, now, tally }),
    async download(corpId, platformId) {
      if (bot.files.isHandle(platformId)) return bot.files.download(platformId)
      const api = apps.main(corpId)
      return api ? downloadOrGone(api, platformId) : 'gone'
    },
    runBot: bot.run,
    counters: tally.read,
    async health() {
      await sightings.flush()
      return readWecomHealth(db, settings.apps, now())
    },
    close: sightings.flush,
  }
}

function appsOf({ settings, db, clock }: WecomDeps, http: HttpDeps, sightings: Sightings) {
  const store = tokenRows(db)
  return openApps({
    apps: settings.apps,
    openApi(app) {
      const { corpId, secret } = app
      const token = { corpId, secret, store, now: () => clock.now(), pause: wait }
      return watchedApi(wecomApi({ ...http, ...token }), app, sightings)
    },
    agentOf: (corpId, openKfId) => agentOfAccount(db, corpId, openKfId),
  })
}

function openDoor(deps: WecomDeps, sightings: Sightings, tally: Tally): Wecom['handle'] {
  const { settings, db, clock, log } = deps
  return wecomCallback({
    endpoints: settings.apps.flatMap(endpointsOf),
    heard: (endpoint) => sightings.add(endpoint, 'callback'),
    keep: (incoming) => deps.keep(incoming),
    async pullKf({ agentId, ...ping }) {
      const found = { corpId: ping.corpId, agentId, openKfIds: [ping.openKfId] }
      await addAccounts(db, found, clock.now())
      await deps.orderPull(ping)
    },
    contactChanged: deps.contactChanged,
    directoryChanged: deps.directoryChanged,
    answerAtOnce: (incoming) => deps.greyedAtOnce(incoming).then(greyed),
    now: () => clock.now(),
    randomBytes,
    log,
    tally,
  })
}

/** The app's, and that of 通讯录同步 where it has one, which is no app: its deliveries name none (wecom.md 1.5). */
function endpointsOf({ name, previous, contacts, ...app }: AppSettings): CallbackEndpoint[] {
  const { corpId, agentId, token, aesKey } = app
  const own = { path: `/wecom/${name}/callback`, corpId, agentId, token, aesKey }
  const other = { path: `/wecom/${name}/contacts`, corpId, agentId: '' }
  return [
    { ...own, ...(previous && { previous }) },
    ...(contacts ? [{ ...other, ...contacts }] : []),
  ]
}

async function downloadOrGone(api: WecomApi, platformId: string): Promise<Uint8Array | 'gone'> {
  try {
    const fetched = await fetchMedia(api, platformId)
    return fetched === 'too-large' ? 'gone' : fetched.bytes
  } catch (error) {
    if (error instanceof WecomRefused && MEDIA_GONE.includes(error.code)) return 'gone'
    throw error
  }
}

function greyed(
  card: { readonly text: string; readonly form?: Form } | undefined,
): PassiveReply | undefined {
  return card && { kind: 'grey-buttons', ...card }
}

interface Bot {
  readonly files: BotMedia
  readonly handle: Wecom['handle']
  readonly channel: Channel | null
  readonly run: Wecom['runBot']
}

function openBot(deps: WecomDeps, tally: Tally): Bot {
  const { aibot: bot, apps } = deps.settings
  const [{ corpId }] = apps
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
