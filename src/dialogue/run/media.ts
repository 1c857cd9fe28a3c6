/** What is sent instead of said: photos at any moment, and voice, files and places where they are wanted (dialogue.md D10). */
import type { MenuOption } from '../understand/command.ts'
import { settle } from './answers.ts'
import { mayHandOff } from './handoff.ts'
import { offer } from './menus.ts'
import { menuFlows, toStart } from './other-matters.ts'
import type { Run } from './session.ts'
import { flowOf, labelOf, note, pattern, sayPattern, type Turn, top } from './turn.ts'
import { fill } from './values.ts'
import type { Heard } from './world.ts'

type Sent = Extract<Heard, { kind: 'media' } | { kind: 'location' }>

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

/** Voice, a file or a place; false when nothing here wants it. */
export function takeSent(turn: Turn, sent: Sent): boolean {
  const run = top(turn)
  const type = sent.kind === 'location' ? 'location' : TAKEN_BY[sent.media]
  const slots = run ? flowOf(turn, run).source.slots : {}
  const fitting = Object.keys(slots).filter((slot) => slots[slot]?.type === type)
  const slot =
    fitting.find((each) => each === run?.wait?.slot) ?? fitting.find((each) => slots[each]?.anytime)
  if (!run || slot === undefined) return false
  const { name, latitude, longitude } = sent.kind === 'location' ? sent : NOWHERE
  const value = sent.kind === 'location' ? { name, latitude, longitude } : sent.fileId
  fill(turn, run, slot, { value, by: 'user', ...(name !== '' && { shown: name }) })
  note(turn, 'answered', run, { slot })
  if (run.wait?.slot === slot) settle(turn, run, slot)
  else sayPattern(turn, 'media.taken', { slot: { label: labelOf(turn, run, slot) } })
  return true
}

const NOWHERE = { name: '', latitude: 0, longitude: 0 }

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
  const options = menuFlows(turn).filter(({ source }) =>
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
