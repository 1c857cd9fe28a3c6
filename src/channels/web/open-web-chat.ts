/** The whole web chat of one company: its channel, and the pages and doors below /chat. */
import express, { type Router } from 'express'
import type { Database } from '../../database/open-database.ts'
import type { Seals } from '../../database/sealed.ts'
import type { Log } from '../../log.ts'
import type { Storage } from '../../media/storage.ts'
import type { Channel } from '../channel.ts'
import type { HearDeps } from './hear.ts'
import { openPageHub } from './page-hub.ts'
import { pageRoutes } from './page-routes.ts'
import type { Say } from './page-words.ts'
import { type ReadDeps, readRoutes } from './read-routes.ts'
import type { WebChatRules } from './rules.ts'
import { webChannel } from './send-web.ts'
import { visitorCookies } from './visitor.ts'
import { writeRoutes } from './write-routes.ts'

export interface WebChatDeps {
  readonly db: Database
  readonly clock: { now(): Date }
  readonly newId: () => string
  readonly seals: Seals
  readonly log: Log
  readonly rules: WebChatRules
  readonly storage: Storage
  readonly corpId: string
  readonly openFile: ReadDeps['openFile']
  readonly keep: HearDeps['keep']
  /** Something was kept: whoever takes turns is told. */
  readonly kept: () => void
  readonly stopping: AbortSignal
  /** Reached over https from outside. */
  readonly isSecure: boolean
  readonly embedOrigins: readonly string[]
  /** The page's words. */
  readonly say: Say
}

export interface WebChat {
  readonly channel: Channel
  /** To be mounted at /chat. */
  readonly router: Router
}

export function openWebChat(deps: WebChatDeps): WebChat {
  const { db, seals, log, rules, embedOrigins } = deps
  const hub = openPageHub({
    db,
    seals,
    everyMs: rules.look_ms,
    onError: (error) => log.warn({ err: error }, 'open pages could not be served'),
  })
  const cookies = visitorCookies({
    sign: seals.sign,
    days: rules.visitor_days,
    isSecure: deps.isSecure,
    isEmbedded: embedOrigins.length > 0,
  })
  const kept = () => {
    deps.kept()
    hub.look()
  }
  const router = express.Router()
  router.use(writeRoutes({ ...deps, cookies, kept }))
  router.use(readRoutes({ ...deps, cookies, hub }))
  router.use(pageRoutes({ ...deps, cookies, textChars: rules.text_chars }))
  const hasFile = async (fileId: string) => (await deps.openFile(fileId)) !== undefined
  return { channel: webChannel({ ...deps, hasFile, wrote: hub.look }), router }
}
