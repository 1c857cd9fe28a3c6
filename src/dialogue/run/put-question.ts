/** Puts the question a run waits with: its words, and its options when it has any. */
import type { AskStep, StepOf } from '../files/step-schema.ts'
import type { MenuOption } from '../understand/command.ts'
import { closeMoments, offer } from './menus.ts'
import { questionOf } from './questions.ts'
import type { Filled, Run, Wait } from './session.ts'
import { flowOf, labelOf, note, pattern, render, say, shown, type Turn } from './turn.ts'
import { partSaid } from './values.ts'
import { sayWaiting } from './wait-step.ts'

export function putQuestion(turn: Turn, run: Run): void {
  const { wait } = run
  const step = wait && flowOf(turn, run).steps.get(wait.step)
  if (!wait || !step) return
  if (step.kind === 'ask' || step.kind === 'form') askSlot(turn, run, step, wait)
  else if (step.kind === 'confirm') askConfirm(turn, run, step)
  else if (step.kind === 'wait') sayWaiting(turn, run, step)
}

function askSlot(
  turn: Turn,
  run: Run,
  step: AskStep,
  { slot = '', offer: known, isReopened }: Wait,
): void {
  const key = `${step.id}.${slot}`
  const { prompt, again } = questionOf(step, slot)
  const words = (run.asks[key] ?? 0) > 0 ? (again ?? prompt) : prompt
  const text =
    turn.prompt ??
    photosSent(turn, run, slot) ??
    partOfRoom(turn, run, slot) ??
    render(turn, run, words)
  run.asks[key] = (run.asks[key] ?? 0) + 1
  note(turn, 'asked', run, { step: step.id, slot })
  const options =
    known && !isReopened ? prefillOptions(turn, known, slot) : optionsFor(turn, run, step, slot)
  if (options.length > 0) offer(turn, text, options, { runId: run.id, step: step.id, slot })
  else {
    closeMoments(turn)
    say(turn, { kind: 'text', text }, 'ask')
  }
}

/** A step for photos that came before it asks only for more (dialogue.md D10). */
function photosSent(turn: Turn, run: Run, slot: string): string | undefined {
  const photos = run.slots[slot]?.value
  const isPhotos = flowOf(turn, run).source.slots[slot]?.type === 'images' && Array.isArray(photos)
  const about = { slot: { label: labelOf(turn, run, slot) } }
  return isPhotos ? pattern(turn, 'media.more', { ...about, count: photos.length }) : undefined
}

/** Of a home that was told in part only the rest is asked for. */
function partOfRoom(turn: Turn, run: Run, slot: string): string | undefined {
  const known = partSaid(run, slot)
  const about = { slot: { label: labelOf(turn, run, slot) }, known }
  return known === '' || run.offers[slot] ? undefined : pattern(turn, 'room.more', about)
}

interface Listed {
  readonly id: string
  readonly text: string
  readonly dangerous?: boolean | undefined
}

/** The options of a slot's question: its own, a list's, the homes a fragment fits, the person's homes. */
function optionsFor(turn: Turn, run: Run, step: AskStep, slot: string): readonly MenuOption[] {
  const def = flowOf(turn, run).source.slots[slot]
  const choices = step.choices ?? []
  const listed: readonly Listed[] | undefined = run.offers[slot] ?? def?.options
  // Of several, whoever taps one means that one; 1和3 is typed.
  const meantBy = (id: string) => (def?.type === 'multi_choice' ? [id] : id)
  if (listed)
    return listed.map(({ id, text, dangerous }) => ({
      ...setTo(slot, meantBy(id), text),
      dangerous,
    }))
  if (def?.type === 'yes_no')
    return choices.slice(0, 2).map((text, index) => setTo(slot, index === 0, text))
  if (def?.type === 'rating')
    return choices.map((text) => setTo(slot, Number(/\d+/.exec(text)?.[0]), text))
  const { rooms } = turn.world.user
  return def?.type === 'room' && rooms.length > 1
    ? rooms.map(({ code, label }) => setTo(slot, code, label))
    : []
}

function prefillOptions(
  turn: Turn,
  { value, shown: text = '' }: Filled,
  slot: string,
): readonly MenuOption[] {
  return [
    { ...setTo(slot, value, text), text: pattern(turn, 'prefill.yes'), means: 'yes' },
    { text: pattern(turn, 'prefill.other'), command: { do: 'drop-prefill' }, means: 'no' },
  ]
}

function askConfirm(turn: Turn, run: Run, step: StepOf<'confirm'>): void {
  const text = turn.prompt ?? render(turn, run, step.prompt)
  const label = (name: 'accept' | 'edit' | 'decline') =>
    step.labels?.[name] ?? pattern(turn, `confirm.${name}`)
  const edit: MenuOption[] =
    'editable' in step.confirm ? [{ text: label('edit'), command: { do: 'reopen' } }] : []
  note(turn, 'asked', run, { step: step.id })
  const options: MenuOption[] = [
    { text: label('accept'), command: { do: 'accept' }, means: 'yes', dangerous: true },
    ...edit,
    { text: label('decline'), command: { do: 'decline' }, means: 'no' },
  ]
  offer(turn, text, options, { runId: run.id, step: step.id, slot: run.wait?.slot })
}

/** The list behind 修改: every slot that may be changed, with its value. */
export function offerEditing(turn: Turn, run: Run, slots: readonly string[]): void {
  const options = slots
    .filter((slot) => slot in run.slots)
    .map((slot): MenuOption => {
      const text = `${labelOf(turn, run, slot)}：${shown(turn, run, slot)}`.slice(0, 40)
      return { text, command: { do: 'reopen', slot } }
    })
  offer(turn, pattern(turn, 'confirm.which'), options)
}

function setTo(slot: string, value: unknown, text: string): MenuOption {
  const known = { value, strict: true, shown: text === '' ? undefined : text }
  return { text, command: { do: 'set', values: { [slot]: known }, asked: slot } }
}
