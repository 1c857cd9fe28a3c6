/** 联系我 codes: their owners, their limits, their end (wecom.md 7.3, path/92572). */
import { integer, text, texts } from '../fields.ts'
import type { JsonObject } from '../json.ts'
import { findMember } from '../phones.ts'
import { need } from '../refused.ts'
import type { ContactWayRow } from '../store/contact-rows.ts'
import { after, DAY_MS, SECOND_MS, type World } from '../world.ts'

/** A temporary code lives 14 days at most, 7 unless told. */
const LONGEST_S = (14 * DAY_MS) / SECOND_MS
const USUAL_S = (7 * DAY_MS) / SECOND_MS

export function addContactWay(world: World, body: JsonObject): JsonObject {
  const type = integer(body, 'type')
  const scene = integer(body, 'scene')
  need(type === 1 || type === 2, 40058, 'type is 1 or 2')
  need(scene === 1 || scene === 2, 40058, 'scene is 1 or 2')
  const users = readUsers(world, body, type)
  const isTemp = body['is_temp'] === true
  const expiresIn = integer(body, 'expires_in', USUAL_S)
  need(expiresIn > 0 && expiresIn <= LONGEST_S, 40058, 'expires_in is at most 14 days')
  const row: ContactWayRow = {
    configId: world.random.id(32),
    type,
    scene,
    ...wordsOf(body),
    skipVerify: body['skip_verify'] !== false,
    users,
    expiresAt: isTemp ? after(world, expiresIn * SECOND_MS) : null,
  }
  world.tables.contactWays.put(row.configId, row)
  return { config_id: row.configId, qr_code: qrOf(world, row) }
}

export function getContactWay(world: World, body: JsonObject): JsonObject {
  const row = namedWay(world, body)
  return {
    contact_way: {
      config_id: row.configId,
      type: row.type,
      scene: row.scene,
      state: row.state,
      remark: row.remark,
      skip_verify: row.skipVerify,
      user: row.users,
      party: [],
      qr_code: qrOf(world, row),
      is_temp: row.expiresAt !== null,
    },
  }
}

export function updateContactWay(world: World, body: JsonObject): JsonObject {
  const row = namedWay(world, body)
  const users = body['user'] === undefined ? row.users : readUsers(world, body, row.type)
  const { state, remark } = {
    ...row,
    ...wordsOf({ state: row.state, remark: row.remark, ...body }),
  }
  world.tables.contactWays.put(row.configId, { ...row, users, state, remark })
  return {}
}

export function deleteContactWay(world: World, body: JsonObject): JsonObject {
  world.tables.contactWays.remove(namedWay(world, body).configId)
  return {}
}

function namedWay(world: World, body: JsonObject): ContactWayRow {
  const row = world.tables.contactWays.get(text(body, 'config_id', { required: 41044, max: 64 }))
  need(row, 41044, 'config_id does not exist')
  return row
}

function wordsOf(body: JsonObject): { state: string; remark: string } {
  return {
    state: text(body, 'state', { max: 30, chars: true }),
    remark: text(body, 'remark', { max: 30, chars: true }),
  }
}

/** At most 100 members (41041); a single code has one; all of them activated (41054). */
function readUsers(world: World, body: JsonObject, type: number): string[] {
  const users = texts(body, 'user', { min: 1, max: 100, code: 41041 })
  need(type === 2 || users.length === 1, 41041, 'a single code has one member')
  return users.map((id) => {
    const member = findMember(world.tables, id)
    need(member, 60111, 'userid not found')
    need(member.activated, 41054, 'the member is not activated')
    return member.id
  })
}

function qrOf(world: World, row: ContactWayRow): string {
  return `${world.baseUrl()}/qr/${row.configId}`
}
