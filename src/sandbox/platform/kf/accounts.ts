/** 微信客服 accounts, customers and servicers: which exist, and who may serve (wecom.md 3.0, 3.7). */
import { integer, text, texts } from '../fields.ts'
import type { JsonObject } from '../json.ts'
import { findCustomer, findMember } from '../phones.ts'
import { need } from '../refused.ts'
import type { MemberRow, OwnerRow } from '../store/rows.ts'
import { HOUR_MS, type World } from '../world.ts'
import { stopType } from './servicing.ts'
import { findSession } from './session.ts'

/** The account a call names: 60252 missing, 95000 malformed, 95004 unknown. */
export function namedAccount(world: World, of: JsonObject): string {
  const openKfId = text(of, 'open_kfid', { required: 60252, tooLong: 95000 })
  need(/^wk[\w-]{1,62}$/.test(openKfId), 95000, 'invalid open_kfid')
  const isKnown = world.corp.kfAccounts.some((account) => account.openKfId === openKfId)
  need(isKnown, 95004, 'open_kfid does not exist')
  return openKfId
}

/** The customer a call names: 41035 missing, 40096 none of this corp. */
export function namedCustomer(world: World, of: JsonObject, field: string): OwnerRow {
  const id = text(of, field, { required: 41035, max: 64, tooLong: 40096 })
  const customer = findCustomer(world.tables, id)
  need(customer, 40096, 'invalid external_userid')
  return customer
}

/** The servicer a call names: 41009 missing, 60111 no member, 60253 not one, 95014 not activated, 95019 paused or stopped. */
export function namedServicer(world: World, of: JsonObject): MemberRow {
  const member = findMember(world.tables, text(of, 'servicer_userid', { required: 41009 }))
  need(member, 60111, 'userid not found')
  need(member.servicing !== 'none', 60253, 'the member is not a servicer')
  need(member.activated, 95014, 'the servicer is not activated')
  need(member.servicing === 'receiving', 95019, 'the servicer takes no chats now')
  return member
}

/** kf/account/list, path/94661. */
export function listAccounts(world: World, body: JsonObject): JsonObject {
  const offset = integer(body, 'offset', 0)
  const limit = integer(body, 'limit', 100)
  need(offset >= 0 && limit >= 1 && limit <= 100, 40058, 'limit is 1 to 100')
  const accounts = world.corp.kfAccounts.slice(offset, offset + limit)
  return {
    account_list: accounts.map(({ openKfId, name }) => ({
      open_kfid: openKfId,
      name,
      avatar: `${world.baseUrl()}/avatar/${openKfId}`,
      manage_privilege: true,
    })),
  }
}

/** kf/servicer/list, path/94645. Status 0 is receiving here, unlike in events. */
export function listServicers(world: World, query: JsonObject): JsonObject {
  namedAccount(world, query)
  const servicers = [...world.tables.members.all()].filter((member) => member.servicing !== 'none')
  return {
    servicer_list: servicers.map((member) => ({
      userid: member.id,
      status: member.servicing === 'receiving' ? 0 : 1,
      ...(member.servicing === 'receiving' ? {} : { stop_type: stopType(member.servicing) }),
    })),
  }
}

/** kf/customer/batchget, path/95159. */
export function getCustomers(world: World, body: JsonObject): JsonObject {
  const ids = texts(body, 'external_userid_list', { min: 1, max: 100 })
  const withContext = integer(body, 'need_enter_session_context', 0) === 1
  const known = ids.flatMap((id) => findCustomer(world.tables, id) ?? [])
  return {
    customer_list: known.map((customer) => ({
      external_userid: customer.externalUserId,
      nickname: customer.name,
      avatar: `${world.baseUrl()}/avatar/${customer.externalUserId}`,
      gender: 0,
      ...(withContext ? { enter_session_context: entryOf(world, customer) } : {}),
    })),
    invalid_external_userid: ids.filter((id) => !findCustomer(world.tables, id)),
  }
}

/** kf/add_contact_way, path/94665. */
export function addContactWay(world: World, body: JsonObject): JsonObject {
  const openKfId = namedAccount(world, body)
  const scene = text(body, 'scene', { max: 32 })
  need(/^[0-9a-zA-Z_-]*$/.test(scene), 40058, 'scene has other characters than 0-9 a-z A-Z _ -')
  const code = Buffer.from(JSON.stringify([openKfId, scene])).toString('base64url')
  return { url: `https://work.weixin.qq.com/kfid/${openKfId}?enc_scene=${code}` }
}

/** The latest entry within 48 hours, over all accounts. */
function entryOf(world: World, customer: OwnerRow): JsonObject {
  const entries = world.corp.kfAccounts.flatMap(({ openKfId }) => {
    return findSession(world, openKfId, customer.externalUserId).entry ?? []
  })
  const latest = entries.toSorted((a, b) => b.at.localeCompare(a.at))[0]
  if (!latest || world.now().getTime() - Date.parse(latest.at) > 48 * HOUR_MS) return {}
  return { scene: latest.scene, scene_param: latest.sceneParam }
}
