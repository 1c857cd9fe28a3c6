/** What became of a mass message: tasks, results, reminders, cancelling (wecom.md 7.5, path/93338, /97610, /97611). */
import { integer, text } from '../fields.ts'
import type { JsonObject } from '../json.ts'
import { need } from '../refused.ts'
import type { MassMessageRow } from '../store/contact-rows.ts'
import { DAY_MS, SECOND_MS, type World } from '../world.ts'
import { namedMember } from './follows.ts'
import { isForGroups } from './groups.ts'
import { askMember } from './mass-send.ts'
import { readCursor } from './read-contacts.ts'

/** For a moment after its making a message is still being handed out: 41063. */
const DISPATCH_MS = 2 * SECOND_MS
const MOST_REMINDERS = 3

export function listMessages(world: World, body: JsonObject): JsonObject {
  const from = integer(body, 'start_time') * 1000
  const to = integer(body, 'end_time') * 1000
  need(to >= from && to - from <= 31 * DAY_MS, 40058, 'at most a month')
  const forGroups = isForGroups(body)
  const rows = [...world.tables.massMessages.all()].filter(({ at, toGroups = false }) => {
    const time = Date.parse(at)
    return toGroups === forGroups && time >= from && time < to + 1000
  })
  const page = pageOf(body, 100, rows)
  const group_msg_list = page.rows.map((row) => ({
    msgid: row.msgid,
    creator: '',
    create_time: Math.floor(Date.parse(row.at) / 1000),
    create_type: 0,
    text: { content: row.text },
    attachments: [...row.attachments],
  }))
  return { next_cursor: page.next_cursor, group_msg_list }
}

export function getTasks(world: World, body: JsonObject): JsonObject {
  const message = namedMessage(world, body)
  const rows = world.tables.massTasks.inGroup(message.msgid)
  const page = pageOf(body, 1000, rows)
  const task_list = page.rows.map((row) => ({
    userid: row.userId,
    status: row.status,
    ...(row.sentAt ? { send_time: Math.floor(Date.parse(row.sentAt) / 1000) } : {}),
  }))
  return { next_cursor: page.next_cursor, task_list }
}

export function getResults(world: World, body: JsonObject): JsonObject {
  const message = namedMessage(world, body)
  const member = namedMember(world, body, 'userid')
  const task = world.tables.massTasks.get(`${message.msgid}/${member.id}`)
  need(task, 40058, 'this member has no part in it')
  const page = pageOf(body, 1000, task.targets)
  const send_list = page.rows.map(({ externalUserId, chatId, status }) => ({
    ...(chatId === undefined ? { external_userid: externalUserId } : { chat_id: chatId }),
    userid: task.userId,
    status,
    ...(task.sentAt && status === 1
      ? { send_time: Math.floor(Date.parse(task.sentAt) / 1000) }
      : {}),
  }))
  return { next_cursor: page.next_cursor, send_list }
}

export function remind(world: World, body: JsonObject): JsonObject {
  const message = namedMessage(world, body)
  need(!message.cancelled, 41093, 'the message is cancelled')
  const now = world.now()
  const recent = message.reminders.filter((at) => now.getTime() - Date.parse(at) < DAY_MS)
  need(recent.length < MOST_REMINDERS, 41094, 'three reminders in 24 hours')
  const reminders = [...recent, now.toISOString()]
  world.tables.massMessages.put(message.msgid, { ...message, reminders })
  const waiting = world.tables.massTasks.inGroup(message.msgid).filter(({ status }) => status === 0)
  for (const { userId } of waiting) askMember(world, message.msgid, userId)
  return {}
}

/** What has not been confirmed is not sent any more. */
export function cancel(world: World, body: JsonObject): JsonObject {
  const message = namedMessage(world, body)
  need(!message.cancelled, 41093, 'the message is cancelled')
  world.tables.massMessages.put(message.msgid, { ...message, cancelled: true })
  return {}
}

/** 41046 missing, 41047 unknown, 41063 too soon. */
function namedMessage(world: World, body: JsonObject): MassMessageRow {
  const row = world.tables.massMessages.get(text(body, 'msgid', { required: 41046, max: 64 }))
  need(row, 41047, 'invalid msgid')
  const isYoung = world.now().getTime() - Date.parse(row.at) < DISPATCH_MS
  need(!isYoung, 41063, 'the message is being dispatched')
  return row
}

/** One page of rows, at most `most` a page. */
function pageOf<Row>(
  body: JsonObject,
  most: number,
  rows: readonly Row[],
): { readonly rows: readonly Row[]; readonly next_cursor: string } {
  const limit = integer(body, 'limit', Math.min(500, most))
  need(limit >= 1 && limit <= most, 40058, `limit is 1 to ${most}`)
  const from = readCursor(text(body, 'cursor', { max: 64 }))
  const end = from + limit
  return { rows: rows.slice(from, end), next_cursor: end < rows.length ? `c${end}` : '' }
}
