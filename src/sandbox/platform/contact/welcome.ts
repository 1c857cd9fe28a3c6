/** externalcontact/send_welcome_msg: one greeting, within 20 seconds, to a new customer (wecom.md 7.4, path/92137). */
import { text } from '../fields.ts'
import type { JsonObject } from '../json.ts'
import { findCustomer } from '../phones.ts'
import { need } from '../refused.ts'
import { hasPassed, type World } from '../world.ts'
import { readContents } from './contents.ts'
import { showFromMember } from './show.ts'

export function sendWelcome(world: World, body: JsonObject): JsonObject {
  const code = text(body, 'welcome_code', { required: 41049 })
  const contents = readContents(world, body)
  const row = world.tables.welcomeCodes.get(code)
  need(row, 41050, 'invalid welcome code')
  need(!row.used, 41051, 'the chat has begun already')
  need(!hasPassed(world, row.expiresAt), 41050, 'the welcome code is more than 20 seconds old')
  world.tables.welcomeCodes.put(code, { ...row, used: true })
  const owner = findCustomer(world.tables, row.externalUserId)
  if (owner) showFromMember(world, owner, row.userId, contents)
  return {}
}
