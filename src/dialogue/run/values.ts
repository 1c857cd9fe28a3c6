/** From a value that was understood to one the slot may hold, or to the words that refuse it. */
import type { CompiledFlow } from '../files/compiled-flow.ts'
import { isListType } from '../files/slot-schema.ts'
import { roomCn } from '../render/filters.ts'
import type { Value } from '../understand/command.ts'
import { canonicalRoom, findRooms, roomParts } from '../understand/find-room.ts'
import type { RoomFragment } from '../understand/match.ts'
import { normalise } from '../understand/normalise.ts'
import { rulesFor } from './questions.ts'
import type { Filled, Run } from './session.ts'
import { evaluate, flowOf, labelOf, note, pattern, render, sayPattern, type Turn } from './turn.ts'

type Verdict =
  | { readonly filled: Filled }
  /** Not a value: what to say about it. `isPart` when the person is on the way to one. */
  | { readonly refused: string; readonly isPart?: boolean }

/** A fragment of a room is completed by what the slot holds or by what was said of it before. */
export async function judge(turn: Turn, run: Run, slot: string, value: Value): Promise<Verdict> {
  const flow = flowOf(turn, run)
  const def = flow.source.slots[slot]
  if (!def) return { refused: '' }
  const verdict =
    def.type === 'room' ? await judgeRoom(turn, run, slot, value) : measure(turn, run, slot, value)
  if ('refused' in verdict) return verdict
  const refused = await refusal(turn, run, slot, verdict.filled)
  return refused === undefined ? verdict : { refused }
}

/** Puts a value that passed into its slot. */
export function fill(turn: Turn, run: Run, slot: string, filled: Filled): void {
  const flow = flowOf(turn, run)
  run.slots[slot] = filled
  if (run.forgotten) run.forgotten = run.forgotten.filter((other) => other !== slot)
  delete run.parts[slot]
  delete run.offers[slot]
  // A rule that looks at this slot has to be asked again about its own.
  run.checked = run.checked.filter((other) => other !== slot && !rulesRead(flow, other, slot))
  if (flow.source.slots[slot]?.keep)
    turn.session.profile[slot] = { ...filled, at: turn.now.getTime() }
}

export function clear(run: Run, slot: string): void {
  delete run.slots[slot]
  delete run.offers[slot]
  delete run.parts[slot]
  run.settled = run.settled.filter((other) => other !== slot)
  run.checked = run.checked.filter((other) => other !== slot)
}

/** The value was of no use: the slot is asked, not filled from what is known already instead. */
export function forget(run: Run, slot: string): void {
  clear(run, slot)
  run.forgotten = [...(run.forgotten ?? []), slot]
}

/**
 * The first reject rule that refuses the value, as its words. A rule that needs a slot still empty
 * waits until the step is reached: by then the lint has made sure that it is filled.
 */
export async function refusal(
  turn: Turn,
  run: Run,
  slot: string,
  filled: Filled,
): Promise<string | undefined> {
  const flow = flowOf(turn, run)
  const trial: Run = { ...run, slots: { ...run.slots, [slot]: filled } }
  let isComplete = true
  for (const rule of rulesFor(flow, slot)) {
    const needed = flow.expression(rule.when).needs
    if (
      [...needed].some(
        (other) => !(other in trial.slots) && !isListType(flow.source.slots[other]?.type),
      )
    )
      isComplete = false
    else if ((await evaluate(turn, trial, rule.when)) === true) {
      note(turn, 'rejected', run, { step: rule.step, slot, detail: String(rule.index) })
      return render(turn, trial, rule.say)
    }
  }
  if (isComplete && !run.checked.includes(slot)) run.checked = [...run.checked, slot]
  return undefined
}

/** 3栋2单元厨房漏水 tells a part of a home: it is kept until the rest is said. */
export function noteParts(turn: Turn, run: Run, text: string): void {
  for (const [slot, def] of Object.entries(flowOf(turn, run).source.slots)) {
    if (def.type !== 'room' || slot in run.slots || run.forgotten?.includes(slot)) continue
    const { building, unit } =
      findRooms(normalise(text)).find(({ fragment }) => fragment?.building)?.fragment ?? {}
    if (building) run.parts[slot] = { ...run.parts[slot], building, ...(unit && { unit }) }
  }
}

/** What is known of a home so far, as people say it; empty when nothing is. */
export function partSaid(run: Run, slot: string): string {
  return spoken(run.parts[slot] ?? {})
}

async function judgeRoom(turn: Turn, run: Run, slot: string, value: Value): Promise<Verdict> {
  if (!value.fragment) return { filled: toFilled(value) }
  const before = run.slots[slot]?.value
  const known = typeof before === 'string' ? roomParts(before) : run.parts[slot]
  const fragment = { ...known, ...value.fragment }
  const rooms = await turn.world.findRooms(fragment, turn.text)
  const [only] = rooms
  if (only && rooms.length === 1)
    return { filled: { value: only.code, shown: only.label, by: 'user' } }
  const code = canonicalRoom(fragment)
  if (!only && code) return { filled: { value: code, shown: roomCn(code), by: 'user' } }
  if (before === undefined) run.parts[slot] = fragment
  const about = { slot: { label: labelOf(turn, run, slot) }, known: spoken(fragment) }
  const isList = only && rooms.length <= MOST_ROOMS
  if (isList) run.offers[slot] = rooms.map((room) => ({ id: room.code, text: room.label }))
  return { refused: pattern(turn, isList ? 'room.which' : 'room.more', about), isPart: true }
}

function spoken({ building, unit, room = '' }: RoomFragment): string {
  return `${building ? `${building}栋` : ''}${unit ? `${unit}单元` : ''}${room}`
}

/** More homes than this are asked for in words, not shown as a menu. */
const MOST_ROOMS = 24

/** Length or range, by the slot's `min` and `max`. A text too long is cut and says so (dialogue.md D25). */
function measure(turn: Turn, run: Run, slot: string, value: Value): Verdict {
  const { min = 0, max = Number.MAX_SAFE_INTEGER } = flowOf(turn, run).source.slots[slot] ?? {}
  const about = { slot: { label: labelOf(turn, run, slot) }, min, max }
  const { value: said } = value
  if (typeof said === 'number')
    return said < min || said > max
      ? { refused: pattern(turn, 'reject.range', about) }
      : { filled: toFilled(value) }
  if (typeof said !== 'string') return { filled: toFilled(value) }
  const longest = Math.min(max, MOST_CHARS)
  if (said.length < min) return { refused: pattern(turn, 'reject.short', about) }
  if (said.length > longest) sayPattern(turn, 'reject.cut', { max: longest })
  return { filled: { ...toFilled(value), value: said.slice(0, longest) } }
}

const MOST_CHARS = 1000

function toFilled({ value, shown }: Value): Filled {
  return { value, by: 'user', shown }
}

function rulesRead(flow: CompiledFlow, slot: string, read: string): boolean {
  return rulesFor(flow, slot).some((rule) => flow.expression(rule.when).needs.has(read))
}
