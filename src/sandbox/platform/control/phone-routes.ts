/** Control: reading the phones, and letting their people act. */
import { z } from 'zod'
import { customerRecalls } from '../kf/customer-acts.ts'
import { memberPhone, ownerPhone, robotPhone } from '../phones.ts'
import type { World } from '../world.ts'
import { type ControlRoute, parse, readCount, type Surroundings } from './control-call.ts'
import { memberActs, memberInputSchema, memberTapsCard, tapSchema } from './member-input.ts'
import { accountAt, memberAt, ownerAt } from './named.ts'
import { ownerActs, ownerInputSchema } from './owner-input.ts'
import { found } from './wrong-input.ts'

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

/** The app of `?agent=`, the first one otherwise. */
function appAt(world: World, query: URLSearchParams) {
  const wanted = query.get('agent')
  const app =
    wanted === null
      ? world.corp.apps[0]
      : world.corp.apps.find(({ agentId }) => String(agentId) === wanted)
  return found(app, 'app')
}
