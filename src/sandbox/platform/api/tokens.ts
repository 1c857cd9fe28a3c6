/** Access tokens: handed out by gettoken, checked on every other call (wecom.md 4.1, path/91039). */
import type { CorpApp } from '../corp.ts'
import { appOf, CONTACTS_AGENT } from '../corp.ts'
import type { JsonObject } from '../json.ts'
import { countWithin } from '../pace.ts'
import { need } from '../refused.ts'
import type { TokenRow } from '../store/rows.ts'
import { after, HOUR_MS, hasPassed, MINUTE_MS, type World } from '../world.ts'

const LIFE_MS = 2 * HOUR_MS

/** In its last minutes a token is followed by a new one; both are good until the old one ends. */
const RENEWED_MS = 5 * MINUTE_MS

/** Not published; what the community reports as the point where a corp is blocked for an hour. */
const PER_APP = { hour: 2000 }

/** The same token again as long as it lives, with the seconds it has left. */
export function getToken(world: World, query: URLSearchParams): JsonObject {
  const corpId = query.get('corpid') ?? ''
  const secret = query.get('corpsecret') ?? ''
  need(corpId !== '', 41002, 'missing corpid')
  need(secret !== '', 41004, 'missing corpsecret')
  need(corpId === world.corp.corpId, 40013, 'invalid corpid')
  const agents = [...world.corp.apps.map(({ agentId }) => agentId), CONTACTS_AGENT]
  const app = agents
    .map((agentId) => appOf(world.corp, agentId))
    .find((candidate) => candidate?.secret === secret)
  need(app, 40001, 'invalid credential')
  need(countWithin(world, `gettoken/${app.agentId}`, PER_APP), 45009, 'gettoken too often')
  const token = livingToken(world, app) ?? newToken(world, app)
  const leftMs = Date.parse(token.expiresAt) - world.now().getTime()
  return { access_token: token.token, expires_in: Math.floor(leftMs / 1000) }
}

/** The app a token stands for: 41001 none, 40014 unknown or killed, 42001 past its time. */
export function appOfToken(world: World, query: URLSearchParams): CorpApp {
  const token = query.get('access_token') ?? ''
  need(token !== '', 41001, 'missing access_token')
  const row = world.tables.tokens.get(token)
  need(row && !row.killed, 40014, 'invalid access_token')
  need(!hasPassed(world, row.expiresAt), 42001, 'access_token expired')
  const app = appOf(world.corp, row.agentId)
  need(app, 40014, 'invalid access_token')
  return app
}

/** Ends a token before its time, as the platform may. Only inside a transaction. */
export function killToken(world: World, token: string): void {
  const row = world.tables.tokens.get(token)
  if (row) world.tables.tokens.put(token, { ...row, killed: true })
}

function livingToken(world: World, app: CorpApp): TokenRow | undefined {
  const renewedAt = world.now().getTime() + RENEWED_MS
  return [...world.tables.tokens.all()].findLast(
    (row) => row.agentId === app.agentId && !row.killed && Date.parse(row.expiresAt) > renewedAt,
  )
}

function newToken(world: World, app: CorpApp): TokenRow {
  const token = world.random.id(214)
  const row = { token, agentId: app.agentId, expiresAt: after(world, LIFE_MS) }
  world.tables.tokens.put(token, row)
  return row
}
