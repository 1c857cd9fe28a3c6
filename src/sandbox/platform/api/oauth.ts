/** auth/getuserinfo: who opened a web page in WeCom or WeChat (wecom.md 9, path/91023). */
import type { JsonObject } from '../json.ts'
import { need } from '../refused.ts'
import type { OauthCodeRow } from '../store/rows.ts'
import { after, hasPassed, MINUTE_MS, type World } from '../world.ts'

const CODE_MS = 5 * MINUTE_MS

/** The code the platform would put into the redirect. Only inside a transaction. */
export function newOauthCode(world: World, who: OauthCodeRow['who']): string {
  const code = world.random.id(43)
  world.tables.oauthCodes.put(code, { code, who, expiresAt: after(world, CODE_MS) })
  return code
}

/** 40029 unknown, 42003 late, 42022 used: a code is good once, for five minutes. */
export function getUserInfo(world: World, query: URLSearchParams): JsonObject {
  const row = world.tables.oauthCodes.get(query.get('code') ?? '')
  need(row, 40029, 'invalid oauth code')
  need(row.usedAt === undefined, 42022, 'oauth code was used')
  need(!hasPassed(world, row.expiresAt), 42003, 'oauth code expired')
  world.tables.oauthCodes.put(row.code, { ...row, usedAt: world.now().toISOString() })
  if (row.who.kind === 'member') return { userid: row.who.id }
  const owner = world.tables.owners.get(row.who.id)
  const externalUserId = owner?.externalUserId
  const id = externalUserId === undefined ? {} : { external_userid: externalUserId }
  return { openid: `o${row.who.id}`, ...id }
}
