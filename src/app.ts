/** The only knot: with the builders in app/ it knows every folder, builds the parts of a process and hands them to each other. */
import { fileURLToPath } from 'node:url'
import { v7 as newId } from 'uuid'
import { openBase, seedDemo } from './app/base.ts'
import { completePromises } from './app/complete-promises.ts'
import { tellFirstPassword } from './app/first-password.ts'
import type { Parts } from './app/parts.ts'
import { tellSandboxLink } from './app/sandbox-link.ts'
import { startWatch } from './app/watch.ts'
import { openWayIn } from './app/way-in.ts'
import { listen } from './app/web.ts'
import { openWebChatOn } from './app/web-chat.ts'
import { openWecomOn } from './app/wecom.ts'
import { startWork } from './app/work.ts'
import { sendsNeeded } from './channels/wecom/kf-drafts.ts'
import type { Config } from './config.ts'
import { watchFlows } from './conversation/flows/watch-flows.ts'
import { openTalk } from './conversation/open-talk.ts'
import { openQueues } from './jobs/queues.ts'
import { beginLife, type Life } from './life.ts'
import type { Log } from './log.ts'

export interface App {
  readonly port: number
  /** Stops listening, finishes what is in hand, closes everything; nothing is lost. */
  stop(): Promise<void>
}

/** `tell` reaches the terminal and no log: what is said there is said once. @throws with one clear message when the configuration, a flow or a rule file cannot be used */
export async function startApp(
  config: Config,
  log: Log,
  tell: (line: string) => void = () => undefined,
): Promise<App> {
  const life = beginLife()
  try {
    return { port: await build(config, log, { life, tell }), stop: life.end }
  } catch (error) {
    await life.end()
    throw error
  }
}

interface Start {
  readonly life: Life
  readonly tell: (line: string) => void
}

async function build(config: Config, log: Log, { life, tell }: Start): Promise<number> {
  const parts = await openParts(config, log, life)
  if (config.role !== 'web') await startWork(parts)
  const port = await listen(parts)
  startWatch(parts)
  await tellFirstPassword(parts.base, tell)
  tellSandboxLink(parts.base, tell)
  log.info({ port, role: config.role, sandbox: config.sandbox }, 'the desk is open')
  return port
}

/** All a process is made of, before anything of it is at work. */
export async function openParts(config: Config, log: Log, life: Life): Promise<Parts> {
  const { onStop } = life
  const base = await openBase(config, log, life)
  const { ground, clock, rules, links } = base
  const { db } = ground
  const folder = config.flowsDir ?? fileURLToPath(new URL('../flows', import.meta.url))
  const talk = await openTalk({
    db,
    clock,
    newId,
    seals: base.seals,
    links,
    rules,
    flowFolder: folder,
    appAccountOf: (corpId) => base.wecom.apps.find((app) => app.corpId === corpId)?.agentId,
    sendsNeeded,
    payLinks: config.payLinks,
    understander: config.understander && {
      settings: config.understander,
      onTrouble: (why) => log.warn({ why }, 'the outside model gave no answer'),
    },
  })
  onStop(watchFlows({ folder, flows: talk.flows, log }))
  if (base.sandbox) await seedDemo(base, base.sandbox, talk)
  await completePromises(base, log)
  const queues = await openQueues({
    databaseUrl: ground.url,
    redisUrl: config.redisUrl,
    prefix: `guanjia-${base.wecom.apps[0].corpId}`,
    log,
  })
  onStop(() => queues.close())
  const wayIn = openWayIn(base, talk, queues)
  const wecom = openWecomOn({ base, talk, queues, log }, wayIn)
  onStop(() => wecom.close())
  const webChat = await openWebChatOn({ base, talk, log, life }, wayIn)
  return { base, talk, queues, wecom, webChat, log, life }
}
