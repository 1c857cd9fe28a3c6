/** A member looks at the mass messages that wait for them, and sends one: only then anything reaches a customer. */
import { must } from '../control/wrong-input.ts'
import { findCustomer } from '../phones.ts'
import type { MassTarget, MassTaskRow } from '../store/contact-rows.ts'
import type { MemberRow } from '../store/rows.ts'
import type { World } from '../world.ts'
import { followOf } from './follows.ts'
import { showFromMember } from './show.ts'

export interface WaitingTask {
  readonly msgid: string
  readonly at: string
  readonly text: string
  readonly customers: readonly string[]
}

/** Unsent and not cancelled, oldest first. */
export function tasksOf(world: World, member: MemberRow): WaitingTask[] {
  return [...world.tables.massTasks.all()].flatMap((task) => {
    const message = world.tables.massMessages.get(task.msgid)
    if (task.userId !== member.id || task.status !== 0 || !message || message.cancelled) return []
    const customers = task.targets.map((target) => nameOf(world, target))
    return [{ msgid: task.msgid, at: task.at, text: message.text, customers }]
  })
}

function nameOf(world: World, { externalUserId, chatId }: MassTarget): string {
  if (chatId !== undefined) return world.tables.customerGroups.get(chatId)?.name ?? chatId
  return findCustomer(world.tables, externalUserId)?.name ?? externalUserId
}

/** Sends it to everybody who is still a customer and has not had as many as the platform allows. */
export function memberConfirms(world: World, member: MemberRow, msgid: string): WaitingResult {
  const key = `${msgid}/${member.id}`
  const task = world.tables.massTasks.get(key)
  const message = world.tables.massMessages.get(msgid)
  must(task && message, `${member.name}没有这条群发任务`)
  must(!message.cancelled, '这条群发已经取消')
  must(task.status === 0, '这条群发已经发送过')
  const targets = task.targets.map((target) => deliver(world, task, target, message))
  const sentAt = world.now().toISOString()
  world.tables.massTasks.put(key, { ...task, status: 2, sentAt, targets })
  const count = (status: number) => targets.filter((target) => target.status === status).length
  return { sent: count(1), notFriends: count(2), overCap: count(3) }
}

interface WaitingResult {
  readonly sent: number
  readonly notFriends: number
  readonly overCap: number
}

function deliver(
  world: World,
  task: MassTaskRow,
  target: MassTarget,
  message: Parameters<typeof showFromMember>[3],
): MassTarget {
  if (target.chatId !== undefined)
    return deliverToGroup(world, { ...target, chatId: target.chatId }, message)
  const { externalUserId } = target
  const owner = findCustomer(world.tables, externalUserId)
  if (!owner || !followOf(world.tables, task.userId, externalUserId))
    return { ...target, status: 2 }
  if (!countOne(world, externalUserId)) return { ...target, status: 3 }
  showFromMember(world, owner, task.userId, message)
  return { ...target, status: 1 }
}

/** Everybody in the group sees it; a group has the same cap as a person. */
function deliverToGroup(
  world: World,
  target: MassTarget & { readonly chatId: string },
  message: Parameters<typeof showFromMember>[3],
): MassTarget {
  const group = world.tables.customerGroups.get(target.chatId)
  if (!group) return { ...target, status: 2 }
  if (!countOne(world, group.chatId)) return { ...target, status: 3 }
  const text = `［${group.name}］${message.text}`
  for (const id of group.externalUserIds) {
    const owner = findCustomer(world.tables, id)
    if (owner) showFromMember(world, owner, group.ownerId, { ...message, text })
  }
  return { ...target, status: 1 }
}

/** The setting an administrator may change: one a day, seven a week, or as many a month as it has days (7.5). */
export const CAP_SETTING = 'massSendCap'

function countOne(world: World, receiver: string): boolean {
  const cap = String(world.tables.settings.get(CAP_SETTING)?.value ?? 'month')
  const span = spanOf(world, cap)
  const key = `${receiver}/${span.name}`
  const had = Number(world.tables.massCounts.get(key)?.value ?? 0)
  if (had >= span.most) return false
  world.tables.massCounts.put(key, { value: had + 1 })
  return true
}

const ZONE_MS = 8 * 3_600_000

/** Months, weeks from Monday and days as the calendar of China counts them. */
function spanOf(world: World, cap: string): { readonly name: string; readonly most: number } {
  const local = new Date(world.now().getTime() + ZONE_MS)
  const day = local.toISOString().slice(0, 10)
  if (cap === 'day') return { name: day, most: 1 }
  if (cap === 'week') {
    const monday = new Date(local.getTime() - ((local.getUTCDay() + 6) % 7) * 86_400_000)
    return { name: `week ${monday.toISOString().slice(0, 10)}`, most: 7 }
  }
  const days = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + 1, 0)).getUTCDate()
  return { name: day.slice(0, 7), most: days }
}
