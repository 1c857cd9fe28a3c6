/** The people of the demo: owners in WeChat and members in WeCom, given by the desk at start or added later. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { hasGone } from '../directory/changes.ts'
import type { MemberRow, OwnerRow } from '../store/rows.ts'
import type { World } from '../world.ts'

const name = z.string().trim().min(1).max(64)
const colour = z.int().min(0).max(7).optional()

const ownerSchema = z.strictObject({
  id: z.string().regex(/^[\w-]{1,64}$/),
  name,
  rooms: z.array(z.string().min(1).max(64)).max(50).default([]),
  /** `wm…`; made from the id when absent, so that it is the same on every start. */
  externalUserId: z
    .string()
    .regex(/^wm[\w-]{4,62}$/)
    .optional(),
  colour,
})

export const servicingSchema = z.enum(['none', 'receiving', 'paused', 'stopped'])

export const memberSchema = z.strictObject({
  /** The userid (wecom.md 4.3, 40003). */
  id: z.string().regex(/^[A-Za-z0-9_.@-]{1,64}$/),
  name,
  title: z.string().max(64).default(''),
  roles: z.array(z.string().min(1).max(64)).max(20).default([]),
  colour,
  servicing: servicingSchema.default('none'),
  activated: z.boolean().default(true),
})

export const peopleSchema = z.strictObject({
  owners: z.array(ownerSchema).max(10_000).default([]),
  members: z.array(memberSchema).max(10_000).default([]),
})

/** Adds people, or changes those whose id is known; nobody is taken away. Only inside a transaction. */
export function putPeople(world: World, people: z.infer<typeof peopleSchema>): void {
  for (const owner of people.owners) {
    const externalUserId = owner.externalUserId ?? externalIdFor(world.corp.corpId, owner.id)
    const row: OwnerRow = { ...owner, externalUserId, colour: owner.colour ?? colourFor(owner.id) }
    putChanged(world.tables.owners, owner.id, row)
  }
  for (const member of people.members) {
    if (hasGone(world, member.id)) continue
    const row = rowOfMember(member)
    // A start must not undo what a servicer did on the phone since, nor what an administrator did.
    const before = world.tables.members.get(member.id.toLowerCase())
    const servicing =
      before && member.servicing !== 'none' && before.servicing !== 'none'
        ? before.servicing
        : member.servicing
    putChanged(world.tables.members, member.id.toLowerCase(), {
      ...row,
      servicing,
      ...(before?.departments && { departments: before.departments }),
      ...(before?.disabled && { disabled: before.disabled }),
      ...(before?.unlicensed && { unlicensed: before.unlicensed }),
    })
  }
}

export function rowOfMember(member: z.output<typeof memberSchema>): MemberRow {
  return { ...member, colour: member.colour ?? colourFor(member.id) }
}

interface Puts<Row> {
  get(key: string): Row | undefined
  put(key: string, row: Row): void
}

/** Giving the same people at every start must not fill the journal. */
function putChanged<Row>(table: Puts<Row>, key: string, row: Row): void {
  if (JSON.stringify(table.get(key)) !== JSON.stringify(row)) table.put(key, row)
}

function externalIdFor(corpId: string, id: string): string {
  const digest = createHash('sha256').update(`${corpId}/${id}`).digest('base64url')
  return `wm${digest.slice(0, 30)}`
}

function colourFor(id: string): number {
  return createHash('sha256').update(id).digest().readUInt8(0) % 8
}
