/** Plays a talk turn by turn: keeps the session, moves the clock, rings the alarms, collects what came of it. */
import type { CompiledFlow } from '../files/compiled-flow.ts'
import type { FlowSet } from '../files/flow-set.ts'
import { runTurn } from '../run/run-turn.ts'
import { emptySession, isStale, type Session } from '../run/session.ts'
import type { Handoff, Heard, RunTimer, Said, TurnEvent } from '../run/world.ts'
import { type Desk, openDesk, type Settings } from './fakes.ts'
import type { Change, Item, SaidItem } from './suite-schema.ts'

type Content = Heard extends infer H ? (H extends Heard ? Omit<H, 'id' | 'at'> : never) : never
type Alarm = RunTimer & { readonly dueAt: Date }

export interface Stage {
  session: Session
  readonly desk: Desk
  /** Since the last expectation. */
  says: Said[]
  events: TurnEvent[]
  calls: number
  handoff: Handoff | undefined
  /** Since the beginning. */
  readonly history: TurnEvent[]
  readonly shown: { token: string; label: string }[]
  alarms: Alarm[]
  turns: number
  /** As many turns were taken up to the last expectation. */
  turnsBefore: number
}

/** The files as they are now, or after a change. */
export type Reread = (change?: Change) => FlowSet

export function openStage(flows: FlowSet, settings: Settings): Stage {
  return {
    session: emptySession(),
    desk: openDesk(flows, settings),
    says: [],
    events: [],
    calls: 0,
    handoff: undefined,
    history: [],
    shown: [],
    alarms: [],
    turns: 0,
    turnsBefore: 0,
  }
}

/** Everything but `expect`. */
export async function play(
  stage: Stage,
  item: Exclude<Item, { expect: unknown }>,
  reread: Reread,
): Promise<void> {
  if ('together' in item)
    return await turn(
      stage,
      item.together.flatMap((each) => heardOf(stage, each)),
    )
  if ('event' in item)
    return await turn(stage, [{ kind: 'event', event: item.event, data: item.data ?? {} }])
  if ('staff' in item) return await turn(stage, [{ kind: 'handed-back', reason: item.staff }])
  if ('advance' in item) return await advance(stage, item.advance, item.race)
  if ('restart' in item) return startAnew(stage, reread())
  if ('edit' in item || 'remove' in item) return startAnew(stage, reread(item))
  return await turn(stage, heardOf(stage, item))
}

/** Begins a flow as if it had been chosen from a menu, whether or not any menu has it. */
export async function beginWith(
  stage: Stage,
  { id, source: { verb } }: CompiledFlow,
): Promise<void> {
  const command = { do: 'start' as const, start: { flow: id, text: '' } }
  const menu = {
    id: 'begin',
    sentAt: stage.desk.clock.getTime(),
    options: [{ text: verb, command }],
  }
  stage.session = { ...stage.session, menus: [menu, ...stage.session.menus] }
  await turn(stage, [{ kind: 'text', text: verb, token: `${menu.id}.0` }])
}

/** What ran is over; what was kept is read again. Older versions of flows stay known by their hash. */
function startAnew(stage: Stage, flows: FlowSet): void {
  stage.session = JSON.parse(JSON.stringify(stage.session)) as Session
  Object.assign(stage.desk.world, { flows })
}

/** What the person would see of a message that was ready to go, had they answered in the meantime. */
export function isDropped(stage: Stage, said: Said): boolean {
  return said.guard !== undefined && isStale(stage.session, said.guard)
}

async function turn(stage: Stage, contents: readonly Content[]): Promise<void> {
  stage.turns += 1
  const turnId = `turn${stage.turns}`
  const heard = contents.map(
    (content, index) => ({ ...content, id: `${turnId}.${index}`, at: stage.desk.clock }) as Heard,
  )
  const outcome = await runTurn(
    { session: stage.session, heard, now: stage.desk.clock, turnId },
    stage.desk.world,
  )
  // What is kept between turns is JSON and nothing else.
  stage.session = JSON.parse(JSON.stringify(outcome.session)) as Session
  stage.says.push(...outcome.says)
  stage.events.push(...outcome.events)
  stage.history.push(...outcome.events)
  stage.handoff = outcome.handoff ?? stage.handoff
  for (const said of outcome.says) if (said.kind === 'menu') stage.shown.push(...said.options)
  const { set, cancel } = outcome.timers
  stage.alarms = [...stage.alarms.filter((alarm) => !cancel.includes(alarm.runId)), ...set]
  await hearDue(stage)
}

/** What remote actions have answered by now is heard, each in a turn of its own. */
async function hearDue(stage: Stage): Promise<void> {
  const { desk } = stage
  const order = desk.orders.find(({ dueAt }) => dueAt <= desk.clock)
  if (!order) return
  desk.orders = desk.orders.filter((each) => each !== order)
  await turn(stage, [order.heard])
}

/** Steps from alarm to alarm, so that each rings at its own time; what is said with the first is heard with it. */
async function advance(stage: Stage, byMs: number, race?: SaidItem): Promise<void> {
  let said = race && heardOf(stage, race)
  const end = stage.desk.clock.getTime() + byMs
  for (;;) {
    const next = earliest(stage.alarms, end)
    const order = earliest(stage.desk.orders, next?.dueAt.getTime() ?? end)
    if (order) {
      stage.desk.clock = order.dueAt
      await hearDue(stage)
      continue
    }
    if (!next) break
    stage.alarms = stage.alarms.filter((alarm) => alarm !== next)
    stage.desk.clock = new Date(Math.max(next.dueAt.getTime(), stage.desk.clock.getTime()))
    const { dueAt, ...timer } = next
    await turn(stage, [...(said ?? []), { kind: 'timer', timer }])
    said = undefined
  }
  if (said) throw new Error('no alarm rang for what was said to race with')
  stage.desk.clock = new Date(end)
}

function earliest<T extends { readonly dueAt: Date }>(
  all: readonly T[],
  end: number,
): T | undefined {
  const due = all.filter(({ dueAt }) => dueAt.getTime() <= end)
  return due.toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime())[0]
}

function heardOf(stage: Stage, item: SaidItem): readonly Content[] {
  if ('user' in item) return [{ kind: 'text', text: item.user }]
  if ('media' in item)
    return item.media.map((fileId) => ({ kind: 'media', media: 'image', fileId }))
  if ('voice' in item) {
    const { voice: fileId, transcript } = item
    return [{ kind: 'media', media: 'voice', fileId, ...(transcript && { transcript }) }]
  }
  if ('file' in item) return [{ kind: 'media', media: 'file', fileId: item.file }]
  if ('enter' in item) return [{ kind: 'enter' }]
  if ('location' in item)
    return [{ kind: 'location', latitude: 22.5, longitude: 114, name: item.location }]
  if ('unreadable' in item) return [{ kind: 'unreadable', what: item.unreadable }]
  const option = stage.shown.findLast(({ label }) => label === item.click)
  if (!option) throw new Error(`no menu so far has the option ${item.click}`)
  return [{ kind: 'text', text: option.label, token: option.token }]
}
