/** The phones: whose they are, and the bubbles on them. */
import type { BubbleContent, BubbleRow, MemberRow, OwnerRow } from './store/rows.ts'
import type { Tables } from './store/store.ts'
import type { World } from './world.ts'

export function ownerPhone(owner: Pick<OwnerRow, 'id'>): string {
  return `owner:${owner.id}`
}

export function memberPhone(member: Pick<MemberRow, 'id'>): string {
  return `member:${member.id}`
}

export function robotPhone(key: string): string {
  return `robot:${key}`
}

/** Userids are the same person whatever their case (wecom.md 5.2). */
export function findMember(tables: Tables, userId: string): MemberRow | undefined {
  return tables.members.get(userId.toLowerCase())
}

export function findCustomer(tables: Tables, externalUserId: string): OwnerRow | undefined {
  return tables.owners.inGroup(externalUserId)[0]
}

/** Shows one more bubble on a phone. */
export function showBubble(
  world: World,
  phone: string,
  bubble: Pick<BubbleRow, 'from' | 'msgid' | 'servicer'> & { readonly content: BubbleContent },
): BubbleRow {
  const n = world.tables.bubbles.countInGroup(phone) + 1
  const row: BubbleRow = { phone, n, at: world.now().toISOString(), ...bubble }
  world.tables.bubbles.put(bubbleKey(row), row)
  return row
}

/** Another name for the same phone. Cards on it may be tapped and updated as before. */
export function movePhone(world: World, from: MemberRow, to: MemberRow): void {
  const { bubbles, responseCodes } = world.tables
  for (const row of [...bubbles.inGroup(memberPhone(from))]) {
    const moved = { ...row, phone: memberPhone(to) }
    bubbles.remove(bubbleKey(row))
    bubbles.put(bubbleKey(moved), moved)
  }
  for (const row of [...responseCodes.all()]) {
    if (!row.members.includes(from.id)) continue
    const members = row.members.map((id) => (id === from.id ? to.id : id))
    responseCodes.put(row.code, { ...row, members })
  }
}

/** Takes a message back from every phone in `phones`. */
export function recallBubbles(world: World, phones: readonly string[], msgid: string): void {
  for (const row of phones.flatMap((phone) => world.tables.bubbles.inGroup(phone))) {
    if (row.msgid === msgid) world.tables.bubbles.put(bubbleKey(row), { ...row, recalled: true })
  }
}

/** Marks bubble `n` of a phone as taken back by the one who wrote it; undefined when there is none. */
export function takeBackBubble(world: World, phone: string, n: number): BubbleRow | undefined {
  const row = world.tables.bubbles.get(bubbleKey({ phone, n }))
  if (row) world.tables.bubbles.put(bubbleKey(row), { ...row, recalled: true })
  return row
}

/** The card `taskId` of an app on a member's phone. */
export function findCard(
  tables: Tables,
  member: MemberRow,
  card: { readonly agentId?: number; readonly taskId: string },
): BubbleRow | undefined {
  return tables.bubbles.inGroup(memberPhone(member)).findLast(({ content }) => {
    if (content.type !== 'card' || content.card['task_id'] !== card.taskId) return false
    return card.agentId === undefined || content.agentId === card.agentId
  })
}

export function changeBubble(world: World, row: BubbleRow, content: BubbleContent): void {
  world.tables.bubbles.put(bubbleKey(row), { ...row, content })
}

function bubbleKey(row: Pick<BubbleRow, 'phone' | 'n'>): string {
  return `${row.phone}/${row.n}`
}
