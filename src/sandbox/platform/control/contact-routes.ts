/** Control: owners add and remove members as contacts, members send the mass messages that wait for them. */
import { z } from 'zod'
import { CAP_SETTING, memberConfirms, tasksOf } from '../contact/confirm.ts'
import { ownerAdds, ownerRemoves } from '../contact/follows.ts'
import { findMember } from '../phones.ts'
import type { MemberRow, OwnerRow } from '../store/rows.ts'
import type { World } from '../world.ts'
import { type ControlRoute, parse } from './control-call.ts'
import { found } from './wrong-input.ts'

/** By a member's own code, or by a contact way's. */
const addSchema = z.union(
  [
    z.strictObject({ member: z.string().min(1).max(64) }),
    z.strictObject({ way: z.string().min(1).max(64) }),
  ],
  { error: '要填写 member、way 中的一项，也只能填一项' },
)

/** A customer group: its name, the member who owns it, the owners of homes in it. */
const groupSchema = z.strictObject({
  name: z.string().trim().min(1).max(50),
  owner: z.string().min(1).max(64),
  members: z.array(z.string().min(1).max(64)).max(500),
})

export const CONTACT_CONTROL: readonly ControlRoute[] = [
  {
    method: 'POST',
    path: /^\/owners\/([^/]+)\/contacts$/,
    run: ({ world }, { params, body }) => {
      const by = parse(addSchema, body)
      const owner = ownerAt(world, params[0])
      if ('way' in by) ownerAdds(world, owner, { configId: by.way })
      else ownerAdds(world, owner, { member: memberAt(world, by.member) })
      return {}
    },
  },
  {
    method: 'DELETE',
    path: /^\/owners\/([^/]+)\/contacts\/([^/]+)$/,
    run: ({ world }, { params }) => {
      ownerRemoves(world, ownerAt(world, params[0]), memberAt(world, params[1]))
      return {}
    },
  },
  {
    method: 'GET',
    path: /^\/members\/([^/]+)\/tasks$/,
    run: ({ world }, { params }) => ({ tasks: tasksOf(world, memberAt(world, params[0])) }),
  },
  {
    method: 'POST',
    path: /^\/members\/([^/]+)\/tasks\/([^/]+)\/confirm$/,
    run: ({ world }, { params }) =>
      memberConfirms(world, memberAt(world, params[0]), params[1] ?? ''),
  },
  {
    method: 'POST',
    path: /^\/groups$/,
    run: ({ world }, { body }) => {
      const { name, owner, members } = parse(groupSchema, body)
      const chatId = `wr${world.random.id(30)}`
      world.tables.customerGroups.put(chatId, {
        ...{ chatId, name, at: world.now().toISOString() },
        ownerId: memberAt(world, owner).id,
        externalUserIds: members.map((id) => ownerAt(world, id).externalUserId),
      })
      return { chatId }
    },
  },
  {
    method: 'GET',
    path: /^\/ways$/,
    run: ({ world }) => ({ ways: [...world.tables.contactWays.all()] }),
  },
  {
    method: 'PUT',
    path: /^\/mass-send-cap$/,
    run: ({ world }, { body }) => {
      const { cap } = parse(z.strictObject({ cap: z.enum(['day', 'week', 'month']) }), body)
      world.tables.settings.put(CAP_SETTING, { value: cap })
      return {}
    },
  },
]

function ownerAt(world: World, id = ''): OwnerRow {
  return found(world.tables.owners.get(id), 'owner')
}

function memberAt(world: World, id = ''): MemberRow {
  return found(findMember(world.tables, id), 'member')
}
