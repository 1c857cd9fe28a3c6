/** Who a message of an app reaches, and who it does not (wecom.md 5.1). */
import type { CorpApp } from '../corp.ts'
import { sees } from '../directory/departments.ts'
import { text } from '../fields.ts'
import type { JsonObject } from '../json.ts'
import { findMember } from '../phones.ts'
import { need } from '../refused.ts'
import type { MemberRow } from '../store/rows.ts'
import type { World } from '../world.ts'

export interface Receivers {
  readonly members: readonly MemberRow[]
  /** In lower case, as the platform gives them back, joined by a bar. */
  readonly invaliduser: string
  readonly invalidparty: string
  readonly invalidtag: string
}

/**
 * Refuses with 82001 when nobody is named, 40032 for more than 1000 members, 82002 and 82003 for more than
 * 100 parties or tags, 81013 when nobody named can be reached. This corp has no parties and no tags.
 */
export function readReceivers(world: World, app: CorpApp, body: JsonObject): Receivers {
  const users = split(text(body, 'touser'))
  const parties = split(text(body, 'toparty'))
  const tags = split(text(body, 'totag'))
  need(users.length + parties.length + tags.length > 0, 82001, 'no receivers')
  if (users.includes('@all')) {
    return {
      members: [...world.tables.members.all()].filter(({ disabled }) => !disabled),
      invaliduser: '',
      invalidparty: '',
      invalidtag: '',
    }
  }
  need(users.length <= 1000, 40032, 'more than 1000 users')
  need(parties.length <= 100, 82002, 'more than 100 parties')
  need(tags.length <= 100, 82003, 'more than 100 tags')
  const members = knownMembers(world, app, users)
  need(members.length > 0, 81013, 'no receiver can be reached')
  const invalid = users.filter((user) => knownMembers(world, app, [user]).length === 0)
  return {
    members,
    invaliduser: invalid.map((user) => user.toLowerCase()).join('|'),
    invalidparty: parties.join('|'),
    invalidtag: tags.join('|'),
  }
}

/** The members that exist, are not switched off and in the app's sight, each once. */
function knownMembers(world: World, app: CorpApp, userIds: readonly string[]): MemberRow[] {
  const found = userIds.flatMap((id) => findMember(world.tables, id) ?? [])
  const reached = found.filter((one) => !one.disabled && sees(world, app.agentId, one))
  return [...new Set(reached)]
}

function split(joined: string): string[] {
  return joined.split('|').filter((id) => id !== '')
}
