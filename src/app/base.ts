/** What stands before any talk: database, time, rules, keys, and whose company this is. */
import { v7 as newId } from 'uuid'
import type { WecomSettings } from '../channels/wecom/open-wecom.ts'
import type { Config } from '../config.ts'
import { openLinks, type SignedLinks } from '../console/links.ts'
import type { OpenTalk } from '../conversation/open-talk.ts'
import { type AllRules, readAllRules } from '../conversation/read-all-rules.ts'
import {
  type MovableClock,
  openDatabaseClock,
  openMovableClock,
  type ProcessClock,
} from '../database/clock.ts'
import { readDataKey } from '../database/data-key.ts'
import { type Ground, openGround } from '../database/open-ground.ts'
import { openSeals, type Seals } from '../database/sealed.ts'
import { sealFirmPhones } from '../desk/contractors/seal-firm-phones.ts'
import { keepCategoryNodes } from '../desk/figures/category-nodes.ts'
import type { Life } from '../life.ts'
import type { Log } from '../log.ts'
import { chooseStorage } from '../media/choose-storage.ts'
import type { Storage } from '../media/storage.ts'
import { type Demo, openDemo } from '../sandbox/open-demo.ts'
import { seedEstate } from '../sandbox/seed-estate.ts'

export interface Base {
  readonly config: Config
  readonly ground: Ground
  /** The desk's time; in the sandbox it may have been moved. */
  readonly clock: ProcessClock
  /** The database's own time, which nobody moves. */
  readonly realClock: ProcessClock
  readonly rules: AllRules
  readonly seals: Seals
  readonly links: SignedLinks
  readonly storage: Storage
  readonly wecom: WecomSettings
  readonly sandbox: OpenSandbox | null
}

export interface OpenSandbox {
  readonly demo: Demo
  readonly clock: MovableClock
}

export async function openBase(config: Config, log: Log, { onStop }: Life): Promise<Base> {
  const rules = await readAllRules(config.rulesDir)
  const ground = await openGround({
    databaseUrl: config.databaseUrl,
    dataDir: config.dataDir,
    connections: config.databaseConnections,
    onError: (error) => log.warn({ err: error }, 'database connection'),
  })
  onStop(() => ground.close())
  await keepCategoryNodes(ground.db, rules.desk.categories)
  const seals = openSeals(await readDataKey(config.dataKey, config.dataDir))
  await sealFirmPhones(ground.db, seals)
  const realClock = await openDatabaseClock(ground.db)
  const sandbox = config.sandbox ? await openSandboxOn(config, { ...ground, realClock }, log) : null
  // Several processes share the platform: it outlives each, and ends by itself when nobody calls it any more.
  if (sandbox && config.role === 'all') onStop(() => sandbox.demo.platform.stop())
  const clock = sandbox?.clock ?? realClock
  const wecom = config.wecom ?? sandbox?.demo.wecom
  if (!wecom) throw new Error('neither a company nor a sandbox is configured')
  const links = openLinks({
    ...{ ...config, seals, clock },
    rules: rules.media,
    access: rules.desk.access,
  })
  return {
    config,
    ground,
    clock,
    realClock,
    rules,
    seals,
    wecom,
    sandbox,
    links,
    storage: chooseStorage(config),
  }
}

async function openSandboxOn(
  config: Config,
  { db, url, realClock }: Pick<Ground, 'db' | 'url'> & Pick<Base, 'realClock'>,
  log: Log,
): Promise<OpenSandbox> {
  const { dataDir, sandboxNow: startAt } = config
  const clock = await openMovableClock(db, realClock)
  return { clock, demo: await openDemo({ db, url, clock, dataDir, log, startAt }) }
}

export async function seedDemo(base: Base, { demo }: OpenSandbox, talk: OpenTalk): Promise<void> {
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
