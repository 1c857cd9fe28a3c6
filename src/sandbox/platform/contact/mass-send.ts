/** externalcontact/add_msg_template: a task for members, never a message by itself (wecom.md 7.5, path/92135). */
import { texts } from '../fields.ts'
import { isJsonObject, type JsonObject } from '../json.ts'
import { findMember, memberPhone, showBubble } from '../phones.ts'
import { need } from '../refused.ts'
import type { FollowRow } from '../store/contact-rows.ts'
import type { World } from '../world.ts'
import { readContents } from './contents.ts'
import { customersOf, followOf, namedMember } from './follows.ts'
import { groupsToSendTo, isForGroups } from './groups.ts'

export function addMessageTemplate(world: World, body: JsonObject): JsonObject {
  return isForGroups(body) ? toGroups(world, body) : toPersons(world, body)
}

/** To groups only their owner sends: 41009 without one, 41048 when none of them is theirs. */
function toGroups(world: World, body: JsonObject): JsonObject {
  const contents = readContents(world, body)
  const owner = namedMember(world, body, 'sender')
  const groups = groupsToSendTo(world, body, owner.id)
  need(groups.length > 0, 41048, 'no group of this sender')
  const msgid = `msg${world.random.id(40)}`
  const at = world.now().toISOString()
  world.tables.massMessages.put(msgid, { msgid, at, toGroups: true, reminders: [], ...contents })
  const targets = groups.map(({ chatId }) => ({ externalUserId: '', chatId, status: 0 as const }))
  const task = { msgid, userId: owner.id, at, status: 0 as const, targets }
  world.tables.massTasks.put(`${msgid}/${owner.id}`, task)
  askMember(world, msgid, owner.id)
  return { fail_list: [], msgid }
}

function toPersons(world: World, body: JsonObject): JsonObject {
  const contents = readContents(world, body)
  const ids = [...new Set(texts(body, 'external_userid', { max: 10_000 }))]
  const sender = body['sender'] === undefined ? undefined : namedMember(world, body, 'sender').id
  need(ids.length > 0 || sender || body['tag_filter'], 40063, 'nobody to send to')
  const targets = ids.length > 0 ? byId(world, ids, sender) : byTag(world, body, sender)
  const reached = new Set(targets.map((row) => row.externalUserId))
  const failed = ids.filter((id) => !reached.has(id))
  need(targets.length > 0, 41048, 'no customer to send to')
  const msgid = `msg${world.random.id(40)}`
  const at = world.now().toISOString()
  world.tables.massMessages.put(msgid, { msgid, at, reminders: [], ...contents })
  for (const userId of new Set(targets.map((row) => row.userId))) {
    const rows = targets.filter((row) => row.userId === userId)
    const mine = rows.map((row) => ({ externalUserId: row.externalUserId, status: 0 as const }))
    world.tables.massTasks.put(`${msgid}/${userId}`, {
      msgid,
      userId,
      at,
      status: 0,
      targets: mine,
    })
    askMember(world, msgid, userId)
  }
  return { fail_list: failed, msgid }
}

/** What stands on the member's phone until they confirm. */
export function askMember(world: World, msgid: string, userId: string): void {
  const member = findMember(world.tables, userId)
  const task = world.tables.massTasks.get(`${msgid}/${userId}`)
  if (!member || !task) return
  const message = world.tables.massMessages.get(msgid)
  const count = task.targets.length
  const lines = [message?.toGroups ? `共${count}个客户群` : `共${count}位客户`, message?.text ?? '']
  const content = { type: 'notice' as const, title: '客户联系：有待发送的群发消息', lines }
  showBubble(world, memberPhone(member), { from: 'desk', msgid, content })
}

/** With a sender only that member's customers get it; otherwise the one who had the latest contact sends. */
function byId(world: World, ids: readonly string[], sender: string | undefined): FollowRow[] {
  return ids.flatMap((id) => {
    if (sender) return followOf(world.tables, sender, id) ?? []
    return world.tables.follows.inGroup(id).toSorted((a, b) => b.at.localeCompare(a.at))[0] ?? []
  })
}

/** OR inside an entry of group_list, AND between them. */
function byTag(world: World, body: JsonObject, sender: string | undefined): FollowRow[] {
  const filter = isJsonObject(body['tag_filter']) ? body['tag_filter'] : {}
  const lists = Array.isArray(filter['group_list']) ? filter['group_list'] : []
  const entries = lists.map((entry) =>
    texts(isJsonObject(entry) ? entry : {}, 'tag_list', { max: 100 }),
  )
  const all = sender ? customersOf(world.tables, sender) : [...world.tables.follows.all()]
  return all.filter(({ tagIds }) => entries.every((any) => any.some((id) => tagIds.includes(id))))
}
