/** Reading customers: of whom, whose they are, in pages (wecom.md 7.2). */
import { integer, text, texts } from '../fields.ts'
import type { JsonObject } from '../json.ts'
import { findCustomer } from '../phones.ts'
import { need } from '../refused.ts'
import type { FollowRow } from '../store/contact-rows.ts'
import type { World } from '../world.ts'
import { customersOf, namedMember } from './follows.ts'

/** externalcontact/get_follow_user_list, path/92571. */
export function listFollowUsers(world: World): JsonObject {
  const users = new Set([...world.tables.follows.all()].map((row) => row.userId))
  const may = [...world.tables.members.all()].filter(({ activated }) => activated)
  return { follow_user: may.map(({ id }) => id).filter((id) => users.has(id) || users.size === 0) }
}

/** externalcontact/list, path/92113. */
export function listContacts(world: World, query: JsonObject): JsonObject {
  const member = namedMember(world, query, 'userid')
  const rows = customersOf(world.tables, member.id)
  need(rows.length > 0, 84061, 'no external contact')
  return { external_userid: rows.map((row) => row.externalUserId) }
}

/** externalcontact/get, path/92114. */
export function getContact(world: World, query: JsonObject): JsonObject {
  const id = text(query, 'external_userid', { required: 41035, max: 64, tooLong: 40096 })
  const rows = world.tables.follows.inGroup(id)
  need(rows.length > 0, 84061, 'no external contact relation')
  return {
    external_contact: contactOf(world, id),
    follow_user: rows.map((row) => followInfo(world, row)),
  }
}

/** externalcontact/batch/get_by_user, path/92994. Pages by place; a cursor is only good for the list it came from. */
export function batchByUser(world: World, body: JsonObject): JsonObject {
  const users = texts(body, 'userid_list', { min: 1, max: 100 })
  const limit = integer(body, 'limit', 50)
  need(limit >= 1 && limit <= 100, 40058, 'limit is 1 to 100')
  const from = readCursor(text(body, 'cursor', { max: 64 }))
  const members = users.map((userid) => namedMember(world, { userid }, 'userid'))
  const rows = members.flatMap(({ id }) => customersOf(world.tables, id))
  const page = rows.slice(from, from + limit)
  const next = from + page.length < rows.length ? `c${from + page.length}` : ''
  return {
    external_contact_list: page.map((row) => ({
      external_contact: contactOf(world, row.externalUserId),
      follow_info: followInfo(world, row),
    })),
    next_cursor: next,
  }
}

/** The place a cursor of this stand-in means: 40058 for anything it never gave. */
export function readCursor(cursor: string): number {
  if (cursor === '') return 0
  need(/^c\d{1,9}$/.test(cursor), 40058, 'invalid cursor')
  return Number(cursor.slice(1))
}

function contactOf(world: World, externalUserId: string): JsonObject {
  const owner = findCustomer(world.tables, externalUserId)
  return {
    external_userid: externalUserId,
    name: owner?.name ?? '',
    type: 1,
    avatar: `${world.baseUrl()}/avatar/${externalUserId}`,
    gender: 0,
  }
}

function followInfo(world: World, row: FollowRow): JsonObject {
  const tags = row.tagIds.flatMap((id) => world.tables.contactTags.get(id) ?? [])
  return {
    userid: row.userId,
    remark: row.remark,
    description: '',
    createtime: Math.floor(Date.parse(row.at) / 1000),
    tag_id: tags.map(({ id }) => id),
    tags: tags.map((tag) => ({
      group_name: tag.groupName,
      tag_name: tag.name,
      tag_id: tag.id,
      type: 1,
    })),
    remark_mobiles: [],
    add_way: row.addWay,
    oper_userid: row.externalUserId,
    ...(row.state === '' ? {} : { state: row.state }),
  }
}
