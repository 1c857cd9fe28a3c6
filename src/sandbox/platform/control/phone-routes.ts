/** Control: reading the phones, and letting their people act. */
import { z } from 'zod'
import { customerRecalls } from '../kf/customer-acts.ts'
import { chatsOf, servicerEnds, servicerSays, servicerTakes } from '../kf/servicer-acts.ts'
import { findMember, memberPhone, ownerPhone, robotPhone } from '../phones.ts'
import type { MemberRow, OwnerRow } from '../store/rows.ts'
import type { World } from '../world.ts'
import { type ControlRoute, parse, readCount, type Surroundings } from './control-call.ts'
import { memberActs, memberInputSchema, memberTapsCard, tapSchema } from './member-input.ts'
import { messageText, ownerActs, ownerInputSchema } from './owner-input.ts'
import { found } from './wrong-input.ts'

const accountQuery = z.string().optional()

export const PHONE_ROUTES: readonly ControlRoute[] = [
  {
    method: 'GET',
    path: /^\/owners\/([^/]+)\/messages$/,
    run: (around, { params, query }) =>
      readPhone(around, ownerPhone(ownerAt(around.world, params[0])), query),
  },
  {
    method: 'GET',
    path: /^\/members\/([^/]+)\/messages$/,
    run: (around, { params, query }) =>
      readPhone(around, memberPhone(memberAt(around.world, params[0])), query),
  },
  {
    method: 'GET',
    path: /^\/robots\/(\d+)\/messages$/,
    run: (around, { params, query }) => {
      const robot = found(around.world.corp.robots[Number(params[0])], 'robot')
      return readPhone(around, robotPhone(robot.key), query)
    },
  },
  {
    method: 'POST',
    path: /^\/owners\/([^/]+)\/messages$/,
    run: ({ world }, { params, query, body }) => {
      const owner = ownerAt(world, params[0])
      return ownerActs(world, owner, accountAt(world, query), parse(ownerInputSchema, body))
    },
  },
  {
    method: 'POST',
    path: /^\/owners\/([^/]+)\/recalls$/,
    run: ({ world }, { params, query, body }) => {
      const { n } = parse(z.strictObject({ n: z.int().positive() }), body)
      customerRecalls(world, ownerAt(world, params[0]), accountAt(world, query), n)
      return {}
    },
  },
  {
    method: 'POST',
    path: /^\/members\/([^/]+)\/messages$/,
    run: ({ world }, { params, query, body }) => {
      const input = parse(memberInputSchema, body)
      return memberActs(world, memberAt(world, params[0]), appAt(world, query), input)
    },
  },
  {
    method: 'POST',
    path: /^\/members\/([^/]+)\/taps$/,
    run: ({ world }, { params, body }) => {
      memberTapsCard(world, memberAt(world, params[0]), parse(tapSchema, body))
      return {}
    },
  },
  {
    method: 'GET',
    path: /^\/members\/([^/]+)\/chats$/,
    run: ({ world }, { params }) => {
      const chats = chatsOf(world, memberAt(world, params[0]))
      return { chats: chats.map(({ owner, ...chat }) => ({ ...chat, ownerId: owner.id })) }
    },
  },
  {
    method: 'POST',
    path: /^\/members\/([^/]+)\/chats\/([^/]+)\/(take|end|messages)$/,
    run: ({ world }, { params, query, body }) => {
      const servicer = memberAt(world, params[0])
      const owner = ownerAt(world, params[1])
      const openKfId = accountAt(world, query)
      if (params[2] === 'messages') {
        const { text } = parse(z.strictObject({ text: messageText }), body)
        return { n: servicerSays(world, { servicer, owner, openKfId }, text) }
      }
      const act = params[2] === 'take' ? servicerTakes : servicerEnds
      act(world, servicer, owner, openKfId)
      return {}
    },
  },
]

/**
 * The bubbles after number `?after=`, of these at most the `?last=` newest, and a mark that changes
 * whenever the phone shows something else.
 */
function readPhone({ world, facts }: Surroundings, phone: string, query: URLSearchParams) {
  const rows = world.tables.bubbles.inGroup(phone).slice(readCount(query, 'after', 0))
  return {
    mark: `${facts.instance}.${world.tables.bubbles.changesInGroup(phone)}`,
    messages: rows.slice(-readCount(query, 'last', rows.length)),
  }
}

function ownerAt(world: World, id = ''): OwnerRow {
  return found(world.tables.owners.get(id), 'owner')
}

function memberAt(world: World, id = ''): MemberRow {
  return found(findMember(world.tables, id), 'member')
}

/** The account of `?account=`, the first one otherwise. */
function accountAt(world: World, query: URLSearchParams): string {
  const wanted = parse(accountQuery, query.get('account') ?? undefined)
  const accounts = world.corp.kfAccounts
  const account =
    wanted === undefined ? accounts[0] : accounts.find(({ openKfId }) => openKfId === wanted)
  return found(account, 'account').openKfId
}

/** The app of `?agent=`, the first one otherwise. */
function appAt(world: World, query: URLSearchParams) {
  const wanted = query.get('agent')
  const app =
    wanted === null
      ? world.corp.apps[0]
      : world.corp.apps.find(({ agentId }) => String(agentId) === wanted)
  return found(app, 'app')
}
