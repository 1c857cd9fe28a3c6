/** What is sent instead of said: photos at any moment, and voice, files and places where they are wanted (dialogue.md D10). */
import type { CompiledFlow } from '../files/compiled-flow.ts'
import type { MenuOption } from '../understand/command.ts'
import { settle } from './answers.ts'
import { mayHandOff } from './handoff.ts'
import { offer } from './menus.ts'
import { menuFlows, toStart } from './other-matters.ts'
import type { Filled, Run } from './session.ts'
import { placeSlot, refusedAccess } from './start-flow.ts'
import { flowOf, labelOf, note, pattern, sayPattern, type Turn, top } from './turn.ts'
import { fill } from './values.ts'
import type { Heard } from './world.ts'

type Of<Kind extends Heard['kind']> = Extract<Heard, { kind: Kind }>
type Sent = Of<'media'> | Of<'location'>

/** `isAlone` when nothing else was said with them, so that they deserve an answer of their own. */
export function takePhotos(turn: Turn, ids: readonly string[], isAlone: boolean): void {
  const run = top(turn)
  const slot = run && photoSlot(turn, run)
  turn.isTouched = true
  if (run && slot !== undefined) {
    addPhotos(turn, run, slot, ids)
    return
  }
  const kept = [...(turn.session.photos?.ids ?? []), ...ids]
  turn.session.photos = { ids: kept, at: turn.now.getTime() }
  if (run) sayPattern(turn, 'media.unasked')
  else if (isAlone) askWhatFor(turn, kept.length)
}

/** The type of slot that takes what was sent. */
const TAKEN_BY = { image: 'images', voice: 'voice', video: 'file', file: 'file' } as const

/** A place, taken before the words are heard: they may say what it is for. False when nobody here has a use for it. */
export function takePlace(turn: Turn, sent: Of<'location'>, isAlone: boolean): boolean {
  if (takeSent(turn, sent)) return true
  const flows = allowedFlows(turn).filter((flow) => placeSlot(flow) !== undefined)
  if (flows.length === 0) return false
  turn.session.place = { filled: placeOf(sent), at: turn.now.getTime() }
  turn.isTouched = true
  if (top(turn)) sayPattern(turn, 'media.place')
  else if (isAlone) offer(turn, pattern(turn, 'media.place_kept'), flows.map(toStart))
  return true
}

/** Voice, a file or a place; false when nothing here wants it. */
export function takeSent(turn: Turn, sent: Sent): boolean {
  const run = top(turn)
  const type = sent.kind === 'location' ? 'location' : TAKEN_BY[sent.media]
  const slots = run ? flowOf(turn, run).source.slots : {}
  const fitting = Object.keys(slots).filter((slot) => slots[slot]?.type === type)
  const slot =
    fitting.find((each) => each === run?.wait?.slot) ?? fitting.find((each) => slots[each]?.anytime)
  if (!run || slot === undefined) return false
  const filled: Filled =
    sent.kind === 'location' ? placeOf(sent) : { value: sent.fileId, by: 'user' }
  fill(turn, run, slot, filled)
  note(turn, 'answered', run, { slot })
  if (run.wait?.slot === slot) settle(turn, run, slot)
  else sayPattern(turn, 'media.taken', { slot: { label: labelOf(turn, run, slot) } })
  return true
}

function placeOf({ name, latitude, longitude }: Of<'location'>): Filled {
  const value = { name, latitude, longitude }
  return { value, by: 'user', ...(name !== '' && { shown: name }) }
}

function allowedFlows(turn: Turn): readonly CompiledFlow[] {
  const flows = [...turn.world.flows.flows.values()]
  return flows.filter((flow) => refusedAccess(turn, flow) !== 'access.denied')
}

function photoSlot(turn: Turn, run: Run): string | undefined {
  const { slots } = flowOf(turn, run).source
  const photos = Object.keys(slots).filter((slot) => slots[slot]?.type === 'images')
  return (
    photos.find((slot) => slot === run.wait?.slot) ?? photos.find((slot) => slots[slot]?.anytime)
  )
}

function addPhotos(turn: Turn, run: Run, slot: string, ids: readonly string[]): void {
  const max = flowOf(turn, run).source.slots[slot]?.max ?? 9
  const before = (run.slots[slot]?.value ?? []) as readonly string[]
  const all = [...new Set([...before, ...ids])]
  const isAsked = run.wait?.slot === slot
  fill(turn, run, slot, { value: all.slice(0, max), by: 'user' })
  note(turn, 'answered', run, { slot })
  if (all.length > max) sayPattern(turn, 'media.full', { max })
  else if (!isAsked) sayPattern(turn, 'media.ack', { count: ids.length })
  if (isAsked) settle(turn, run, slot)
}

/** Photos without a word: the flows that take photos are offered. */
function askWhatFor(turn: Turn, count: number): void {
  const sent = allowedFlows(turn).filter(({ source }) => source.start?.sent)
  const options = [...menuFlows(turn), ...sent].filter(({ source }) =>
    Object.values(source.slots).some((def) => def.type === 'images' && def.anytime),
  )
  const human: MenuOption = {
    text: pattern(turn, 'no_match.human'),
    command: { do: 'handoff', reason: 'photos' },
  }
  offer(turn, pattern(turn, 'media.kept', { count }), [
    ...options.map(toStart),
    ...(mayHandOff(turn) ? [human] : []),
  ])
}
