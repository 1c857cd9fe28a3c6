/** Starting a flow: who may, what is half done already, and what the first sentence fills. */
import type { CompiledFlow } from '../files/compiled-flow.ts'
import type { PatternText } from '../render/pattern-texts.ts'
import type { StartRequest, Value } from '../understand/command.ts'
import { extract } from '../understand/extract.ts'
import { matterOf } from '../understand/matter.ts'
import { leave } from './leaving.ts'
import { askWhether } from './menus.ts'
import { type Filled, isParked, type Run } from './session.ts'
import {
  evaluate,
  flowOf,
  flowWords,
  note,
  pattern,
  say,
  sayPattern,
  type Turn,
  top,
} from './turn.ts'
import { fill, forget, judge, noteParts } from './values.ts'
import { wantedOf } from './wanted.ts'

/** Starts a flow if this person may, after offering what is half done already; `isSure` skips the offer. */
export async function startFlow(turn: Turn, start: StartRequest, isSure = false): Promise<void> {
  const flow = turn.world.flows.flows.get(start.flow)
  const run = top(turn)
  turn.isTouched = true
  if (!flow) sayPattern(turn, 'access.paused')
  else if (isSure || !offerHalfDone(turn, flow, start)) {
    const refused = refusedAccess(turn, flow)
    const talking = turn.session.runs.filter((each) => !isParked(each))
    const isFull = run && talking.length >= turn.world.flows.bot.limits.stack
    if (refused) deny(turn, flow, start, refused)
    else if (isFull) sayPattern(turn, 'digress.full', { flow: flowWords(flowOf(turn, run)) })
    else await begin(turn, flow, start)
  }
}

/** The same from nothing: the old run of the flow goes, with everything on top of it, and its draft. */
export async function startOver(turn: Turn, start: StartRequest): Promise<void> {
  const { runs, drafts } = turn.session
  const index = runs.findIndex((run) => run.flow === start.flow)
  for (const run of index < 0 ? [] : runs.splice(index)) {
    leave(turn, run)
    note(turn, 'ended', run, { detail: 'restarted' })
  }
  turn.session.drafts = drafts.filter(
    ({ run, reason }) => run.flow !== start.flow || reason === 'ended',
  )
  await startFlow(turn, start, true)
}

async function begin(turn: Turn, flow: CompiledFlow, start: StartRequest): Promise<void> {
  const { starts } = turn.session
  starts[flow.id] = [...(starts[flow.id] ?? []), turn.now.getTime()].slice(-50)
  const cause = start.event ? 'event' : top(turn) ? 'digress' : 'start'
  await seed(turn, pushRun(turn, flow, cause, start), flow, start)
}

/** Puts a run on top without asking anybody. */
export function pushRun(
  turn: Turn,
  flow: CompiledFlow,
  cause: Run['cause'],
  start: Omit<StartRequest, 'flow'>,
): Run {
  const run = newRun(turn, flow, cause, start)
  turn.session.runs.push(run)
  note(turn, 'run_started', run, { detail: cause })
  return run
}

export function newRun(
  turn: Turn,
  flow: CompiledFlow,
  cause: Run['cause'],
  { text, event }: Omit<StartRequest, 'flow'>,
): Run {
  const slots = Object.entries(flow.source.slots).flatMap(([slot, def]): [string, Filled][] =>
    def.default === undefined ? [] : [[slot, { value: def.default, by: 'default' }]],
  )
  return {
    id: turn.world.newId(),
    flow: flow.id,
    hash: flow.hash,
    at: flow.first,
    slots: Object.fromEntries(slots),
    settled: [],
    archived: {},
    visits: {},
    asks: {},
    retries: {},
    done: {},
    history: [],
    generation: 0,
    checked: [],
    parts: {},
    offers: {},
    text,
    cause,
    event,
  }
}

/** What was said before, as far as today's flow asks for the same: slots of the same name and type. */
export function keepSlots(turn: Turn, old: Run, run: Run): void {
  const before = flowOf(turn, old).source.slots
  const now = flowOf(turn, run).source.slots
  const isSame = (slot: string) => now[slot] !== undefined && now[slot].type === before[slot]?.type
  for (const [slot, filled] of Object.entries(old.slots))
    if (isSame(slot) && filled.by !== 'action') run.slots[slot] = filled
  run.settled = old.settled.filter(isSame)
}

/** Why the person may not start the flow: a pattern's name. */
export function refusedAccess(
  turn: Turn,
  { source: { access }, id }: CompiledFlow,
): PatternText | undefined {
  const { user } = turn.world
  if (access?.audience && !access.audience.some((kind) => user.audience.includes(kind)))
    return 'access.denied'
  const has = {
    wecom_identity: user.identified,
    room_bound: user.rooms.length > 0,
    phone_verified: user.phone !== undefined,
  }
  const missing = access?.requires?.find((requirement) => !has[requirement])
  if (missing) return `access.${missing}`
  const { starts, open_runs: open } = access?.limits ?? {}
  const since = turn.now.getTime() - (starts?.periodMs ?? 0)
  const recent = (turn.session.starts[id] ?? []).filter((at) => at > since).length
  const waiting = turn.session.drafts.filter(
    (draft) => draft.reason === 'expired' && draft.run.flow === id,
  ).length
  return (starts && recent >= starts.times) || (open && waiting >= open)
    ? 'access.limited'
    : undefined
}

function deny(turn: Turn, flow: CompiledFlow, start: StartRequest, refused: PatternText): void {
  sayPattern(turn, refused, { flow: flowWords(flow) })
  const help = turn.world.flows.flows.get(flow.source.access?.deny ?? '')
  const isNeeded = refused !== 'access.denied' && refused !== 'access.limited'
  const isOn = turn.session.runs.some((run) => run.flow === help?.id)
  if (!help || !isNeeded || isOn || refusedAccess(turn, help)) return
  pushRun(turn, help, 'deny', { text: '' }).wanted = start
}

/** The sentence that started the flow fills what it can; photos that came before go along (dialogue.md D4, D10). */
async function seed(turn: Turn, run: Run, flow: CompiledFlow, start: StartRequest): Promise<void> {
  const { bot } = turn.world.flows
  for (const [slot, { from }] of Object.entries(flow.source.slots))
    if (start.event && from !== undefined)
      fill(turn, run, slot, { value: await evaluate(turn, run, from), by: 'event' })
  const { found, rest } = extract(start.text, wantedOf(flow, run, undefined), {
    bot,
    now: turn.now,
  })
  const matter = matterOf(rest, flow, bot)
  const seeded = Object.entries(flow.source.slots).flatMap(([slot, def]): [string, Value][] =>
    def.seed && matter.length >= (def.min ?? 1) ? [[slot, { value: matter, strict: true }]] : [],
  )
  for (const [slot, value] of Object.entries({
    ...found,
    ...Object.fromEntries(seeded),
    ...start.values,
  })) {
    const verdict = await judge(turn, run, slot, value)
    if ('filled' in verdict) fill(turn, run, slot, verdict.filled)
    else if (!verdict.isPart && verdict.refused) {
      say(turn, { kind: 'text', text: verdict.refused })
      forget(run, slot)
    }
  }
  noteParts(turn, run, start.text)
  takeKeptPhotos(turn, run, flow)
  takeKeptPlace(turn, run, flow)
}

function takeKeptPhotos(turn: Turn, run: Run, flow: CompiledFlow): void {
  const { photos } = turn.session
  const slot = Object.entries(flow.source.slots).find(
    ([, def]) => def.type === 'images' && def.anytime,
  )
  if (!photos || !slot) return
  if (photos.at + turn.world.flows.bot.limits.photos > turn.now.getTime())
    fill(turn, run, slot[0], { value: photos.ids.slice(0, slot[1].max), by: 'user' })
  delete turn.session.photos
}

function takeKeptPlace(turn: Turn, run: Run, flow: CompiledFlow): void {
  const { place } = turn.session
  const slot = placeSlot(flow)
  if (!place || slot === undefined) return
  if (place.at + turn.world.flows.bot.limits.photos > turn.now.getTime())
    fill(turn, run, slot, place.filled)
  delete turn.session.place
}

/** The slot that takes a place at any moment. */
export function placeSlot({ source: { slots } }: CompiledFlow): string | undefined {
  return Object.keys(slots).find((slot) => slots[slot]?.type === 'location' && slots[slot]?.anytime)
}

/** One line about a draft or about the same flow going on already; true when it was asked. */
function offerHalfDone(turn: Turn, flow: CompiledFlow, start: StartRequest): boolean {
  const about = { flow: flowWords(flow) }
  const isOn = turn.session.runs.some((run) => run.flow === flow.id)
  const draft = turn.session.drafts.find(
    ({ run, reason }) => reason === 'expired' && run.flow === flow.id,
  )
  if (!isOn && !draft) return false
  askWhether(turn, pattern(turn, isOn ? 'resume.again' : 'resume.offer', about), about, {
    yes: [
      'resume.yes',
      isOn ? { do: 'continue', flow: flow.id } : { do: 'resume', draft: draft?.id, sure: true },
    ],
    no: ['resume.no', { do: 'start', start, fresh: true }],
  })
  return true
}
