/** Corporate tags and who bears them (wecom.md 7.2, path/92117, /92118). */
import { integer, objects, text, texts } from '../fields.ts'
import type { JsonObject } from '../json.ts'
import { need } from '../refused.ts'
import type { ContactTagRow } from '../store/contact-rows.ts'
import type { World } from '../world.ts'
import { namedFollow, namedMember, putFollow } from './follows.ts'

const MOST_TAGS = 10_000

export function listTags(world: World, body: JsonObject): JsonObject {
  const ids = texts(body, 'tag_id', { max: 1000 })
  const groups = texts(body, 'group_id', { max: 1000 })
  const rows = [...world.tables.contactTags.all()].filter(
    (row) =>
      (ids.length === 0 && groups.length === 0) ||
      ids.includes(row.id) ||
      groups.includes(row.groupId),
  )
  const found = [...new Set(rows.map(({ groupId }) => groupId))]
  return { tag_group: found.map((id) => groupOf(rows.filter(({ groupId }) => groupId === id))) }
}

/** A group by its id, or by its name: made when there is none of that name. A name stands once in its group (40071). */
export function addTags(world: World, body: JsonObject): JsonObject {
  const named = text(body, 'group_name', { max: 30, chars: true })
  const all = [...world.tables.contactTags.all()]
  const wanted = text(body, 'group_id', { max: 64 })
  need(named !== '' || wanted !== '', 40058, 'group_id or group_name')
  const known = all.find((row) =>
    wanted === '' ? row.groupName === named : row.groupId === wanted,
  )
  need(wanted === '' || known, 40068, 'invalid group_id')
  const groupId = known?.groupId ?? `et${world.random.id(30)}`
  const groupName = known?.groupName ?? named
  const tags = objects(body, 'tag', { min: 1, max: 100 })
  need(all.length + tags.length <= MOST_TAGS, 40070, 'too many tags')
  const made = tags.map((tag) => {
    const name = text(tag, 'name', { required: 40058, max: 30, chars: true })
    const at = world.now().toISOString()
    const isKnown = [...world.tables.contactTags.all()].some(
      (row) => row.groupId === groupId && row.name === name,
    )
    need(!isKnown, 40071, 'a tag of this name exists')
    const id = `et${world.random.id(30)}`
    const row = { id, groupId, groupName, name, order: integer(tag, 'order', 0), at }
    world.tables.contactTags.put(id, row)
    return row
  })
  return { tag_group: groupOf(made) }
}

export function editTag(world: World, body: JsonObject): JsonObject {
  const row = world.tables.contactTags.get(text(body, 'id', { required: 40068, max: 64 }))
  need(row, 40068, 'invalid tag id')
  const name = text(body, 'name', { max: 30, chars: true })
  world.tables.contactTags.put(row.id, { ...row, name: name === '' ? row.name : name })
  return {}
}

/** A tag that goes is taken off everybody. */
export function deleteTags(world: World, body: JsonObject): JsonObject {
  const ids = texts(body, 'tag_id', { max: 1000 })
  const groups = texts(body, 'group_id', { max: 1000 })
  need(ids.length + groups.length > 0, 40068, 'tag_id or group_id')
  const gone = [...world.tables.contactTags.all()].filter(
    (row) => ids.includes(row.id) || groups.includes(row.groupId),
  )
  need(gone.length > 0, 40068, 'invalid tag id')
  for (const { id } of gone) world.tables.contactTags.remove(id)
  const without = new Set(gone.map(({ id }) => id))
  for (const follow of [...world.tables.follows.all()]) {
    const tagIds = follow.tagIds.filter((id) => !without.has(id))
    if (tagIds.length !== follow.tagIds.length) putFollow(world, { ...follow, tagIds })
  }
  return {}
}

export function markTag(world: World, body: JsonObject): JsonObject {
  const member = namedMember(world, body, 'userid')
  const follow = namedFollow(world, body, member)
  const add = texts(body, 'add_tag', { max: 100 })
  const remove = texts(body, 'remove_tag', { max: 100 })
  need(add.length + remove.length > 0, 40058, 'add_tag or remove_tag')
  for (const id of [...add, ...remove])
    need(world.tables.contactTags.get(id), 40068, 'invalid tag id')
  const kept = follow.tagIds.filter((id) => !remove.includes(id))
  putFollow(world, { ...follow, tagIds: [...new Set([...kept, ...add])] })
  return {}
}

function groupOf(rows: readonly ContactTagRow[]): JsonObject {
  const [first] = rows
  return {
    group_id: first?.groupId ?? '',
    group_name: first?.groupName ?? '',
    create_time: Math.floor(Date.parse(first?.at ?? '') / 1000),
    order: 0,
    tag: rows.map((row) => ({
      id: row.id,
      name: row.name,
      create_time: Math.floor(Date.parse(row.at) / 1000),
      order: row.order,
    })),
  }
}
