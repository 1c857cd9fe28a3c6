/** Customer groups: who owns one and who is in it, and reading them (wecom.md 7.2; path/92120, /92122). */
import { integer, object, text, texts } from '../fields.ts'
import { isJsonObject, type JsonObject } from '../json.ts'
import { findCustomer } from '../phones.ts'
import { need } from '../refused.ts'
import type { CustomerGroupRow } from '../store/contact-rows.ts'
import type { World } from '../world.ts'
import { namedMember } from './follows.ts'
import { readCursor } from './read-contacts.ts'

/** externalcontact/groupchat/list. */
export function listGroups(world: World, body: JsonObject): JsonObject {
  const status = integer(body, 'status_filter', 0)
  need(status >= 0 && status <= 3, 40058, 'status_filter is 0 to 3')
  const limit = integer(body, 'limit')
  need(limit >= 1 && limit <= 1000, 40058, 'limit is 1 to 1000')
  const from = readCursor(text(body, 'cursor', { max: 64 }))
  const owners = ownersOf(world, body)
  const rows = [...world.tables.customerGroups.all()].filter(
    ({ ownerId }) => owners.length === 0 || owners.includes(ownerId),
  )
  const page = rows.slice(from, from + limit)
  const end = from + page.length
  return {
    // 0: the group is looked after by its owner as it should be.
    group_chat_list: page.map(({ chatId }) => ({ chat_id: chatId, status: 0 })),
    next_cursor: end < rows.length ? `c${end}` : '',
  }
}

function ownersOf(world: World, body: JsonObject): readonly string[] {
  if (body['owner_filter'] === undefined) return []
  const ids = texts(object(body, 'owner_filter'), 'userid_list', { max: 100 })
  return ids.map((userid) => namedMember(world, { userid }, 'userid').id)
}

/** externalcontact/groupchat/get. */
export function getGroup(world: World, body: JsonObject): JsonObject {
  const group = namedGroup(world, text(body, 'chat_id', { required: 40050, max: 64 }))
  const withNames = integer(body, 'need_name', 0) === 1
  const joined = Math.floor(Date.parse(group.at) / 1000)
  const common = { join_time: joined, join_scene: 1 }
  const members = group.externalUserIds.map((id) => ({
    ...{ userid: id, type: 2, ...common, invitor: { userid: group.ownerId } },
    ...(withNames && { group_nickname: '', name: findCustomer(world.tables, id)?.name ?? '' }),
  }))
  return {
    group_chat: {
      ...{ chat_id: group.chatId, name: group.name, owner: group.ownerId, create_time: joined },
      ...{ notice: '', member_list: [{ userid: group.ownerId, type: 1, ...common }, ...members] },
      admin_list: [],
    },
  }
}

/** The groups of a sender a mass message names; without names all of theirs. Those of others are left out. */
export function groupsToSendTo(
  world: World,
  body: JsonObject,
  ownerId: string,
): readonly CustomerGroupRow[] {
  const mine = [...world.tables.customerGroups.all()].filter((group) => group.ownerId === ownerId)
  if (body['chat_id_list'] === undefined) return mine
  const ids = new Set(texts(body, 'chat_id_list', { max: 2000 }))
  return mine.filter(({ chatId }) => ids.has(chatId))
}

function namedGroup(world: World, chatId: string): CustomerGroupRow {
  const group = world.tables.customerGroups.get(chatId)
  need(group, 40050, 'invalid chat_id')
  return group
}

/** True for a body that means groups; 40058 for a chat_type nobody knows. */
export function isForGroups(body: unknown): boolean {
  const type = isJsonObject(body) ? text(body, 'chat_type') || 'single' : 'single'
  need(type === 'single' || type === 'group', 40058, 'chat_type is single or group')
  return type === 'group'
}
