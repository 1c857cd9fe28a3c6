/** The only file that knows every folder: builds the parts of a process and hands them to each other. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { v7 as newId } from 'uuid'
import type { Incoming } from './channels/channel.ts'
import { sendsNeeded } from './channels/wecom/kf-drafts.ts'
import { openWecom, type Wecom, type WecomSettings } from './channels/wecom/open-wecom.ts'
import type { Config } from './config.ts'
import { assetRoutes } from './console/asset-routes.ts'
import { healthRoutes } from './console/health.ts'
import { type HttpDeps, startHttp } from './console/http-server.ts'
import { openLinks, type SignedLinks } from './console/links.ts'
import { photoRoutes } from './console/photo-routes.ts'
import { ticketRoutes } from './console/ticket-routes.ts'
import { type OpenTalk, openTalk } from './conversation/open-talk.ts'
import { type AllRules, readAllRules } from './conversation/read-all-rules.ts'
import {
  type MovableClock,
  openMovableClock,
  type ProcessClock,
  systemClock,
} from './database/clock.ts'
import { readDataKey } from './database/data-key.ts'
import type { Tx } from './database/open-database.ts'
import { type Ground, openGround } from './database/open-ground.ts'
import { openSeals, type Seals } from './database/sealed.ts'
import { keepIncoming } from './inbox/keep.ts'
import { keepTogether } from './inbox/keep-together.ts'
import { keepHouse } from './jobs/housekeeping.ts'
import { deskPending, nextDueAt } from './jobs/pending.ts'
import { openQueues, type Queues } from './jobs/queues.ts'
import { startWorkers } from './jobs/workers.ts'
import { beginLife, type Life } from './life.ts'
import type { Log } from './log.ts'
import { downloadOrGone, readMediaFile } from './media/open-media.ts'
import { folderStorage, type Storage } from './media/storage.ts'
import { type Demo, openDemo } from './sandbox/open-demo.ts'
import { seedEstate } from './sandbox/seed-estate.ts'

export interface App {
  readonly port: number
  /** Stops listening, finishes what is in hand, closes everything; nothing is lost. */
  stop(): Promise<void>
}

/** @throws with one clear message when the configuration, a flow or a rule file cannot be used */
export async function startApp(config: Config, log: Log): Promise<App> {
  const life = beginLife()
  try {
    return { port: await build(config, log, life), stop: life.end }
  } catch (error) {
    await life.end()
    throw error
  }
}

async function build(config: Config, log: Log, life: Life): Promise<number> {
  const { onStop } = life
  const base = await openBase(config, log, life)
  const { ground, clock, rules, links } = base
  const { db } = ground
  const talk = await openTalk({
    db,
    clock,
    newId,
    seals: base.seals,
    links,
    rules,
    flowFolder: config.flowsDir ?? fileURLToPath(new URL('../flows', import.meta.url)),
    appAccount: base.wecom.agentId,
    sendsNeeded,
  })
  if (base.sandbox) await seedDemo(base, base.sandbox, talk)
  const queues = await openQueues({
    databaseUrl: ground.url,
    redisUrl: config.redisUrl,
    prefix: `guanjia-${base.wecom.corpId}`,
    log,
  })
  onStop(() => queues.close())
  const wecom = openWecomOn(base, talk, queues, log)
  const parts = { base, talk, queues, wecom, log, life }
  if (config.role !== 'web') await startWork(parts)
  const port = await listen(parts)
  log.info({ port, role: config.role, sandbox: config.sandbox }, 'the desk is open')
  return port
}

/** What stands before any talk: database, time, rules, keys, and whose company this is. */
interface Base {
  readonly config: Config
  readonly ground: Ground
  readonly clock: ProcessClock
  readonly rules: AllRules
  readonly seals: Seals
  readonly links: SignedLinks
  readonly wecom: WecomSettings
  readonly sandbox: OpenSandbox | null
}

interface OpenSandbox {
  readonly demo: Demo
  readonly clock: MovableClock
}

async function openBase(config: Config, log: Log, { onStop }: Life): Promise<Base> {
  const rules = await readAllRules(config.rulesDir)
  const ground = await openGround({
    databaseUrl: config.databaseUrl,
    dataDir: config.dataDir,
    connections: config.databaseConnections,
    onError: (error) => log.warn({ err: error }, 'database connection'),
  })
  onStop(() => ground.close())
  const seals = openSeals(await readDataKey(config.dataKey, config.dataDir))
  const sandbox = config.sandbox ? await openSandboxOn(config, ground, log) : null
  if (sandbox && config.role !== 'worker') onStop(() => sandbox.demo.platform.stop())
  const clock = sandbox?.clock ?? systemClock
  const wecom = config.wecom ?? sandbox?.demo.wecom
  if (!wecom) throw new Error('neither a company nor a sandbox is configured')
  const links = openLinks({ ...config, seals, clock, rules: rules.media })
  return { config, ground, clock, rules, seals, wecom, sandbox, links }
}

async function openSandboxOn(config: Config, ground: Ground, log: Log): Promise<OpenSandbox> {
  const { dataDir, sandboxNow: startAt } = config
  const clock = await openMovableClock(ground.db)
  const { db, url } = ground
  return { clock, demo: await openDemo({ db, url, clock, dataDir, log, startAt }) }
}

async function seedDemo(base: Base, { demo }: OpenSandbox, talk: OpenTalk): Promise<void> {
  const { ground, clock, seals, rules } = base
  const { platform, estate } = demo
  const importing = { db: ground.db, clock, newId, seals, rules: rules.desk }
  await seedEstate({
    ...{ db: ground.db, url: ground.url, clock, importing, makeWork: talk.makeWork, estate },
    corpId: platform.corp.corpId,
    openKfId: platform.corp.kfAccounts[0]?.openKfId ?? '',
    externalUserIds: await demo.externalUserIds(),
  })
}

function openWecomOn(base: Base, talk: OpenTalk, queues: Queues, log: Log): Wecom {
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

function storageOf({ config }: Base): Storage {
  return folderStorage(join(config.dataDir, 'media'))
}

interface Parts {
  readonly base: Base
  readonly talk: OpenTalk
  readonly queues: Queues
  readonly wecom: Wecom
  readonly log: Log
  readonly life: Life
}

async function startWork({ base, talk, queues, wecom, log, life }: Parts): Promise<void> {
  const { clock, rules, ground, seals } = base
  const { db } = ground
  const shared = { db, clock }
  const workers = await startWorkers({
    ...shared,
    stopping: life.stopping,
    queues,
    log,
    turns: { ...talk.turns, width: WIDTH, onFailure: (id, err) => log.error({ err, id }, 'turn') },
    sends: {
      ...{ ...shared, newId, seals, rules: rules.outbox, hooks: talk.hooks },
      channels: wecom.channels,
      lanes: WIDTH,
      onFailure: ({ key }, err) => log.warn({ err, key }, 'send'),
    },
    timers: {
      ...{ ...shared, ring: talk.ring, width: WIDTH },
      onFailure: ({ name, key }, err) => log.error({ err, name, key }, 'alarm'),
    },
    media: {
      ...{ ...shared, rules: rules.media, storage: storageOf(base) },
      download: downloadOrGone(wecom.download),
      onFailure: (file, err) => log.warn({ err, file }, 'file'),
    },
    pullKf: wecom.pull,
    pollKf: wecom.pullAll,
    housekeeping: () => keepHouse({ ...shared, makeWork: talk.makeWork, log }),
    beforeRound: clock.refresh,
  })
  life.onStop(() => workers.ended)
}

/** Conversations, lanes and alarms one process serves at the same time: more than two only wait for two cores. */
const WIDTH = 3

async function listen({ base, talk, queues, wecom, log, life }: Parts): Promise<number> {
  const { config, ground, links, sandbox, clock } = base
  const { db } = ground
  const isUp = async () => Boolean(await db.selectFrom('project').select('id').limit(1).execute())
  const page = sandbox?.demo.openPage({
    pending: () => deskPending(db, clock.now(), queues),
    stopping: life.stopping,
    time: {
      now: () => clock.now(),
      set: sandbox.clock.set,
      nextDueAt: (before) => nextDueAt(db, before),
    },
  })
  const readFile = (fileId: string) => readMediaFile(db, storageOf(base), fileId)
  const routes: HttpDeps['routes'] = [
    ['/', healthRoutes({ parts: { database: isUp, queue: () => queues.isUp() } })],
    ['/assets', assetRoutes()],
    ['/t', ticketRoutes({ db, makeWork: talk.makeWork, links })],
    ['/m', photoRoutes({ openLink: links.open, readFile })],
    ...(page ? [['/sandbox', page.router] as const] : []),
  ]
  const http = await startHttp({ ...config, log, callback: wecom.handle, routes })
  life.onStop(() => http.stop())
  links.listenOn(http.port)
  // A worker comes and goes; the platform calls a process that is there to be called.
  if (config.role !== 'worker')
    await page?.connect(`http://127.0.0.1:${http.port}/wecom/app/callback`)
  return http.port
}
