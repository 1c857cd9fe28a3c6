/** The steps that ask: which slot still needs its question, and what fills one without asking. */
import { slotsAsked } from '../files/compiled-flow.ts'
import type { SlotDef } from '../files/slot-schema.ts'
import type { AskStep } from '../files/step-schema.ts'
import { findChoice } from '../understand/find-choice.ts'
import { normalise } from '../understand/normalise.ts'
import type { Filled, Run } from './session.ts'
import { evaluateIfThere, flowOf, type Turn } from './turn.ts'
import { clear, fill, refusal } from './values.ts'

/** Waits with the first slot that is not settled, or goes on. */
export async function askStep(turn: Turn, run: Run, step: AskStep): Promise<void> {
  for (const slot of slotsAsked(step)) {
    const def = flowOf(turn, run).source.slots[slot]
    if (!def || (await isSettled(turn, run, slot, def))) continue
    const offer = slot in run.slots ? undefined : await prefilled(turn, run, slot, def)
    run.wait = { step: step.id, slot, offer }
    return
  }
  run.at = step.next
}

async function isSettled(turn: Turn, run: Run, slot: string, def: SlotDef): Promise<boolean> {
  const archived = run.archived[slot]
  if (archived && !(slot in run.slots)) {
    fill(turn, run, slot, archived)
    delete run.archived[slot]
  }
  if (!(slot in run.slots) && !run.settled.includes(slot)) {
    const known = await knownWithoutAsking(turn, run, slot, def)
    if (known) fill(turn, run, slot, known)
  }
  if (run.settled.includes(slot)) return true
  const filled = run.slots[slot]
  if (!filled || def.type === 'images') return false
  if (run.checked.includes(slot)) return true
  const refused = await refusal(turn, run, slot, filled)
  if (refused === undefined) return true
  clear(run, slot)
  turn.prompt = refused
  return false
}

/** What can be told from another slot, from a list of one, or from what we know of the person. */
async function knownWithoutAsking(
  turn: Turn,
  run: Run,
  slot: string,
  def: SlotDef,
): Promise<Filled | undefined> {
  const options = def.options_from && (await listed(turn, run, def.options_from))
  if (options) run.offers[slot] = options
  if (run.forgotten?.includes(slot)) return undefined
  const source = def.infer_from === undefined ? undefined : run.slots[def.infer_from]?.value
  if (typeof source === 'string') {
    const words = turn.world.flows.bot.words
    const [found] = findChoice(normalise(source), options ?? def.options ?? [], words)
    if (found?.strict) return { value: found.value, shown: found.shown, by: 'infer' }
  }
  const [only] = options ?? []
  if (def.single && only && options?.length === 1)
    return { value: only.id, shown: only.text, by: 'infer' }
  return def.confirm_prefill ? undefined : await knownOfPerson(turn, run, slot, def)
}

async function prefilled(
  turn: Turn,
  run: Run,
  slot: string,
  def: SlotDef,
): Promise<Filled | undefined> {
  const known = def.confirm_prefill ? await knownOfPerson(turn, run, slot, def) : undefined
  const refused = known && (await refusal(turn, run, slot, known))
  run.checked = run.checked.filter((other) => other !== slot)
  return refused === undefined ? known : undefined
}

async function knownOfPerson(
  turn: Turn,
  run: Run,
  slot: string,
  def: SlotDef,
): Promise<Filled | undefined> {
  const kept = def.keep ? turn.session.profile[slot] : undefined
  if (kept && kept.at + (def.ttl ?? Number.POSITIVE_INFINITY) > turn.now.getTime()) {
    const { at, ...filled } = kept
    return { ...filled, by: 'prefill' }
  }
  const value = def.prefill === undefined ? undefined : await prefillOf(turn, run, def.prefill)
  if (value === undefined || value === null || value === '') return undefined
  const label = turn.world.user.rooms.find((room) => room.code === value)?.label
  return { value, by: 'prefill', shown: def.type === 'room' ? label : undefined }
}

/** Most prefills are a field of the person that many people do not have: looked up, not computed in vain. */
async function prefillOf(turn: Turn, run: Run, text: string): Promise<unknown> {
  const field = /^user\.(\w+)$/.exec(text)?.[1]
  if (field === undefined)
    return await evaluateIfThere(turn, run, flowOf(turn, run).expression(text))
  return Object.entries(turn.world.user).find(([name]) => name === field)?.[1]
}

async function listed(
  turn: Turn,
  run: Run,
  { list, id, text, match }: NonNullable<SlotDef['options_from']>,
): Promise<Run['offers'][string]> {
  const flow = flowOf(turn, run)
  const items = await evaluateIfThere(turn, run, flow.expression(list))
  return (Array.isArray(items) ? items : []).map((item: Record<string, unknown>) => ({
    id: String(item[id]),
    text: flow.template(text).render({ item }),
    ...(match !== undefined && {
      match: flow
        .template(match)
        .render({ item })
        .split('、')
        .filter((word) => word !== ''),
    }),
  }))
}
