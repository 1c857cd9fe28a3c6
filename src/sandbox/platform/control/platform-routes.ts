/** Control: the platform itself: its people, clock, faults, undelivered callbacks and codes. */
import { z } from 'zod'
import { newOauthCode } from '../api/oauth.ts'
import { saveCallbackUrl } from '../callback/callback-url.ts'
import { redeliver } from '../callback/deliveries.ts'
import { humanRoutingKey } from '../kf/customer-acts.ts'
import { setServicing } from '../kf/servicing.ts'
import { mediaBytes } from '../media/media.ts'
import { findMember } from '../phones.ts'
import { type ControlRoute, parse } from './control-call.ts'
import { readPending } from './pending.ts'
import { peopleSchema, putPeople, servicingSchema } from './people.ts'
import { found } from './wrong-input.ts'

export const PLATFORM_ROUTES: readonly ControlRoute[] = [
  {
    method: 'GET',
    path: /^\/state$/,
    run: ({ world, facts }) => ({
      ...facts,
      now: world.now().toISOString(),
      corp: {
        corpId: world.corp.corpId,
        name: world.corp.name,
        apps: world.corp.apps.map(({ agentId, name }) => ({ agentId, name })),
        kfAccounts: world.corp.kfAccounts,
        robots: world.corp.robots.map(({ name }) => ({ name })),
      },
      owners: [...world.tables.owners.all()],
      members: [...world.tables.members.all()],
    }),
  },
  {
    method: 'PUT',
    path: /^\/people$/,
    run: ({ world }, { body }) => {
      putPeople(world, parse(peopleSchema, body))
      return {}
    },
  },
  {
    method: 'PUT',
    path: /^\/clock$/,
    run: ({ world, setClock }, { body }) => {
      const { now } = parse(z.strictObject({ now: z.iso.datetime({ offset: true }) }), body)
      setClock(new Date(now))
      return { now: world.now().toISOString() }
    },
  },
  { method: 'GET', path: /^\/pending$/, run: ({ world }) => readPending(world) },
  {
    method: 'POST',
    path: /^\/redeliver$/,
    run: ({ world }) => ({ redelivered: redeliver(world) }),
  },
  {
    method: 'PUT',
    path: /^\/callback$/,
    run: ({ world }, { body }) => {
      const { agentId, url } = parse(callbackSchema, body)
      saveCallbackUrl(world, agentId, url)
      return { redelivered: redeliver(world) }
    },
  },
  {
    method: 'GET',
    path: /^\/problems$/,
    run: ({ world }) => ({ problems: [...world.tables.problems.all()] }),
  },
  {
    method: 'POST',
    path: /^\/oauth-codes$/,
    run: ({ world }, { body }) => {
      const who = parse(
        z.strictObject({ kind: z.enum(['owner', 'member']), id: z.string().min(1) }),
        body,
      )
      const person =
        who.kind === 'owner' ? world.tables.owners.get(who.id) : findMember(world.tables, who.id)
      return { code: newOauthCode(world, { ...who, id: found(person, who.kind).id }) }
    },
  },
  {
    method: 'PUT',
    path: /^\/members\/([^/]+)\/servicing$/,
    run: ({ world }, { params, body }) => {
      const member = found(findMember(world.tables, params[0] ?? ''), 'member')
      const { servicing } = parse(z.strictObject({ servicing: servicingSchema }), body)
      setServicing(world, member, servicing)
      return {}
    },
  },
  {
    method: 'PUT',
    path: /^\/accounts\/([^/]+)\/routing$/,
    run: ({ world }, { params, body }) => {
      const key = humanRoutingKey(params[0] ?? '')
      const { servicer } = parse(z.strictObject({ servicer: z.string().nullable() }), body)
      if (servicer === null) world.tables.settings.remove(key)
      else world.tables.settings.put(key, { value: servicer })
      return {}
    },
  },
  {
    method: 'GET',
    path: /^\/media\/([\w-]+)$/,
    run: ({ world }, { params }) => {
      const row = found(world.tables.media.get(params[0] ?? ''), 'medium')
      const bytes = found(mediaBytes(world, row), 'medium')
      return { type: row.type, contentType: row.contentType, base64: bytes.toString('base64') }
    },
  },
  {
    method: 'POST',
    path: /^\/stop$/,
    run: ({ stop }) => {
      stop()
      return {}
    },
  },
]

/** Loopback only: a callback must not leave the machine. */
export const callbackSchema = z.strictObject({
  /** 0 is 通讯录同步. */
  agentId: z.int().nonnegative(),
  url: z.url({ protocol: /^http$/, hostname: /^(127\.0\.0\.1|localhost|\[::1\])$/ }).max(2048),
})
