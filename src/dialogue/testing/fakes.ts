/** A desk made of a test file's answers: fixed, recorded, and loud about what nobody foresaw. */

import { reviveFlow } from '../files/compiled-flow.ts'
import type { FlowSet } from '../files/flow-set.ts'
import { roomCn } from '../render/filters.ts'
import type { ActAnswer, UserFacts, World } from '../run/world.ts'
import { canonicalRoom, roomParts } from '../understand/find-room.ts'
import { localText, minutesOf } from '../understand/local-time.ts'
import type { RoomFragment } from '../understand/match.ts'
import type { Case, Suite } from './suite-schema.ts'

interface Call {
  readonly name: string
  readonly input: Readonly<Record<string, unknown>>
  readonly key: string
}

export interface Desk {
  readonly world: World
  readonly calls: Call[]
  clock: Date
  /** What was ordered of remote actions, until its result is heard. */
  orders: Order[]
}

/** A dry run of a remote action: it answers as the test says, when the test says. */
interface Order {
  readonly dueAt: Date
  readonly heard: { readonly kind: 'result'; readonly order: string } & ActAnswer
}

export type Settings = Pick<
  Suite,
  'clock' | 'user' | 'env' | 'fakes' | 'facts' | 'becomes' | 'takes'
>

/** A case says only what differs from its suite. */
export function settingsOf(suite: Suite, each: Case): Settings {
  return {
    clock: each.clock ?? suite.clock,
    user: { ...suite.user, ...each.user },
    env: { ...suite.env, ...each.env },
    fakes: { ...suite.fakes, ...each.fakes },
    facts: { ...suite.facts, ...each.facts },
    takes: { ...suite.takes, ...each.takes },
    becomes: { ...suite.becomes, ...each.becomes },
  }
}

/** `nextId` counts up, so that a run of a test names everything the same. */
export function openDesk(flows: FlowSet, settings: Settings): Desk {
  const { env = {}, fakes = {}, facts = {}, becomes = {}, takes = {} } = settings
  const rooms = list(fakes['rooms'])
  const calls: Call[] = []
  const answered = new Map<string, number>()
  let user = readUser(settings.user)
  let ids = 0
  const desk: Desk = {
    calls,
    orders: [],
    clock: new Date(settings.clock ?? '2025-03-06T15:20:00+08:00'),
    world: {
      flows,
      // What a table would keep: the source as JSON, brought back to life.
      async flowByHash(hash) {
        const flow = flows.byHash(hash)
        return flow && { flow: reviveFlow(JSON.parse(JSON.stringify(flow.source)), flow.registry) }
      },
      get user() {
        return user
      },
      env,
      async fact(name, args) {
        return Object.hasOwn(facts, name)
          ? pickFact(facts[name], args)
          : ownFact(name, args, { user, rooms, now: desk.clock })
      },
      async findRooms(fragment) {
        return rooms
          .filter((code) => matches(code, fragment))
          .map((code) => ({ code, label: roomCn(code) }))
      },
      async act(call) {
        calls.push(call)
        const times = answered.get(call.name) ?? 0
        answered.set(call.name, times + 1)
        const answer = answerOf(call.name, fakes[call.name], times)
        const exact = becomes[`${call.name}.${answer.outcome}`]
        const changed = exact ?? (answer.outcome === 'ok' ? becomes[call.name] : undefined)
        if (changed) user = readUser({ ...settings.user, ...changed })
        if (!isRemote(flows, call.name)) return answer
        const dueAt = new Date(desk.clock.getTime() + (takes[call.name] ?? 0))
        const heard = { kind: 'result' as const, order: call.key, ...answer }
        desk.orders = [...desk.orders, { dueAt, heard }]
        return 'ordered'
      },
      async namesAround() {
        return []
      },
      newId() {
        ids += 1
        return `id${ids}`
      },
    },
  }
  return desk
}

function isRemote(flows: FlowSet, name: string): boolean {
  const [any] = flows.flows.values()
  return any?.registry.actions[name]?.remote === true
}

function answerOf(
  name: string,
  fake: unknown,
  times: number,
): { outcome: string; result?: Record<string, unknown> } {
  if (fake === undefined) throw new Error(`the test calls ${name} but fakes no answer for it`)
  const turn = Array.isArray(fake) ? fake[Math.min(times, fake.length - 1)] : fake
  const [outcome = 'ok', result] = Object.entries(turn as object)[0] ?? []
  return result === null || result === undefined ? { outcome } : { outcome, result }
}

function readUser(user: Settings['user']): UserFacts {
  const {
    id,
    audience = ['owner'],
    identified = true,
    name,
    phone,
    default_room: home,
  } = user ?? {}
  const rooms = (user?.rooms ?? (home ? [home] : [])).map((code) => ({ code, label: roomCn(code) }))
  return {
    audience,
    identified,
    rooms,
    ...(id !== undefined && { id }),
    ...(name !== undefined && { name }),
    ...(phone && { phone }),
    ...(rooms.length === 1 && rooms[0] && { default_room: rooms[0].code }),
  }
}

function pickFact(fact: unknown, [first]: readonly unknown[]): unknown {
  if (typeof fact !== 'object' || fact === null) return fact
  const table = fact as Record<string, unknown>
  return Object.hasOwn(table, String(first)) ? table[String(first)] : table['default']
}

interface Known {
  readonly user: UserFacts
  readonly rooms: readonly string[]
  readonly now: Date
}

/** Facts every desk answers from its register and its clock (dialogue.md D3). */
function ownFact(name: string, args: readonly unknown[], { user, rooms, now }: Known): unknown {
  const [first = '', from = '', to = ''] = args.map(String)
  switch (name) {
    case 'room_exists':
      return rooms.includes(first)
    case 'room_owned':
      return user.rooms.some((room) => room.code === first)
    case 'room_count':
      return user.rooms.length
    case 'window_past':
      return first !== 'asap' && `${first.slice(0, 10)}T${first.slice(-5)}` <= localText(now)
    case 'window_open':
      return (
        first === 'asap' ||
        (minutesOf(first.slice(0, 16)) >= minutesOf(from) &&
          minutesOf(first.slice(-5)) <= minutesOf(to))
      )
    default:
      throw new Error(`the test asks the fact ${name} but fakes no answer for it`)
  }
}

function matches(code: string, fragment: RoomFragment): boolean {
  if (canonicalRoom(fragment) === code) return true
  const parts = roomParts(code)
  return (['building', 'unit', 'room'] as const).every(
    (part) => fragment[part] === undefined || fragment[part] === parts[part],
  )
}

function list(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : []
}
