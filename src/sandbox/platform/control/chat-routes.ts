/** Control: human servicers at their chats with customers. */
import { z } from 'zod'
import {
  chatsOf,
  servicerEnds,
  servicerRecalls,
  servicerRejects,
  servicerSays,
  servicerTakes,
} from '../kf/servicer-acts.ts'
import type { World } from '../world.ts'
import { type ControlCall, type ControlRoute, parse } from './control-call.ts'
import { accountAt, memberAt, ownerAt } from './named.ts'
import { oneOf } from './one-of.ts'
import { WRITTEN, writtenMessage } from './written-message.ts'

const writtenSchema = oneOf(WRITTEN)
const recallSchema = z.strictObject({ n: z.int().positive() })
const rejectSchema = z.strictObject({ rejected: z.boolean() })

export const CHAT_ROUTES: readonly ControlRoute[] = [
  {
    method: 'GET',
    path: /^\/members\/([^/]+)\/chats$/,
    run: ({ world }, { params }) => {
      const chats = chatsOf(world, memberAt(world, params[0]))
      return { chats: chats.map(({ owner, ...chat }) => ({ ...chat, ownerId: owner.id })) }
    },
  },
  act('take', (world, { servicer, owner, openKfId }) => {
    servicerTakes(world, servicer, owner, openKfId)
    return {}
  }),
  act('end', (world, { servicer, owner, openKfId }) => {
    servicerEnds(world, servicer, owner, openKfId)
    return {}
  }),
  act('messages', (world, chat, body) => ({
    n: servicerSays(world, chat, writtenMessage(world, parse(writtenSchema, body))),
  })),
  act('recalls', (world, chat, body) => {
    servicerRecalls(world, chat, parse(recallSchema, body).n)
    return {}
  }),
  act('rejection', (world, chat, body) => {
    servicerRejects(world, chat, parse(rejectSchema, body).rejected)
    return {}
  }),
]

type Chat = ReturnType<typeof chatAt>

function act(name: string, run: (world: World, chat: Chat, body: unknown) => object): ControlRoute {
  return {
    method: 'POST',
    path: new RegExp(`^/members/([^/]+)/chats/([^/]+)/${name}$`),
    run: ({ world }, call) => run(world, chatAt(world, call), call.body),
  }
}

function chatAt(world: World, { params, query }: ControlCall) {
  return {
    servicer: memberAt(world, params[0]),
    owner: ownerAt(world, params[1]),
    openKfId: accountAt(world, query),
  }
}
