/** Every expression and every text of a flow, with where it stands and what it may rely on. */
import type { FlowSource } from '../files/compiled-flow.ts'
import { slotsAsked } from '../files/compiled-flow.ts'
import type { Path } from '../files/problem.ts'
import type { AskStep, Step, Words } from '../files/step-schema.ts'

export interface Read {
  readonly path: Path
  readonly text: string
  readonly is: 'expression' | 'text'
  /** The step it belongs to; what stands outside of steps can rely on no slot. */
  readonly step?: Step
  /** The CEL type an expression has to give. */
  readonly gives?: string
  /** Slots filled by the time it is used, beyond those filled on every way to the step. */
  readonly knows: readonly string[]
  /** May fail, because what it reads may rightly be absent. */
  readonly mayFail?: boolean
  /** Reads `result` of its step. */
  readonly readsResult?: boolean
}

type Bare = Omit<Read, 'step' | 'knows'> & Partial<Pick<Read, 'knows'>>

export function findReads(source: FlowSource): readonly Read[] {
  return [
    ...outside(source).map((read) => ({ knows: [], ...read })),
    ...source.steps.flatMap((step, index) =>
      ofStep(step, ['steps', index]).map((read) => ({ knows: [], ...read, step })),
    ),
  ]
}

function outside({ slots, start, policy }: FlowSource): readonly Bare[] {
  const mayFail = { mayFail: true }
  return [
    ...Object.entries(slots).flatMap(([slot, def]) => [
      ...cel(def.prefill, ['slots', slot, 'prefill'], mayFail),
      ...cel(def.from, ['slots', slot, 'from']),
      ...cel(def.options_from?.list, ['slots', slot, 'options_from', 'list'], mayFail),
      ...(['text', 'match'] as const).flatMap((key) => {
        const text = def.options_from?.[key]
        const path = ['slots', slot, 'options_from', key]
        return text === undefined ? [] : [{ path, text, is: 'text' as const }]
      }),
    ]),
    ...cel(start?.key, ['start', 'key']),
    ...cel(start?.when, ['start', 'when'], { gives: 'bool' }),
    ...texts(policy?.on_cancel?.say, ['policy', 'on_cancel', 'say']),
    ...cel(policy?.idle?.late?.when, ['policy', 'idle', 'late', 'when'], { gives: 'bool' }),
    ...texts(policy?.idle?.late?.say, ['policy', 'idle', 'late', 'say']),
  ]
}

function ofStep(step: Step, path: Path): readonly Bare[] {
  return [...cel(step.when, [...path, 'when'], { gives: 'bool' }), ...ofKind(step, path)]
}

function ofKind(step: Step, path: Path): readonly Bare[] {
  const at = (...keys: Path) => [...path, ...keys]
  switch (step.kind) {
    case 'say': {
      if ('variants' in step.say) return texts(step.say, at('say'))
      const { text, link, image } = step.say
      const url =
        link === undefined ? [] : [{ path: at('say', 'link'), text: link, is: 'text' as const }]
      return [
        ...texts(text, at('say', 'text')),
        ...url,
        ...cel(image, at('say', 'image'), { gives: 'string' }),
      ]
    }
    case 'ask':
    case 'form':
      return ofAsk(step, path)
    case 'confirm':
      return texts(step.prompt, at('prompt'))
    case 'set':
      return Object.entries(step.set).flatMap(([slot, text]) =>
        cel(text ?? undefined, at('set', slot)),
      )
    case 'branch':
      return step.branch.flatMap((way, index) =>
        'when' in way ? cel(way.when, at('branch', index, 'when'), { gives: 'bool' }) : [],
      )
    case 'handoff':
      return [
        ...texts(step.say, at('say')),
        ...texts(step.handoff.summary, at('handoff', 'summary')),
      ]
    default:
      return ofDeed(step, at)
  }
}

/** Steps that do something, and so give and take values. */
function ofDeed(step: Step, at: (...keys: Path) => Path): readonly Bare[] {
  switch (step.kind) {
    case 'call':
      return [
        ...inputs(step.with, at('with')),
        ...inputs(step.save, at('save'), { readsResult: true }),
      ]
    case 'jump':
      return inputs(step.with, at('with'))
    case 'action':
      return [
        // Whether a slot may be missing here is for the action's signature to say (see check-actions.ts).
        ...inputs(step.with, at('with'), { mayFail: true }),
        ...inputs(step.save, at('save'), { readsResult: true }),
        ...(typeof step.once === 'object' ? cel(step.once.key, at('once', 'key')) : []),
        ...(typeof step.undo === 'object'
          ? inputs(step.undo.with, at('undo', 'with'), { knows: Object.keys(step.save ?? {}) })
          : []),
        ...texts(step.progress, at('progress')),
      ]
    case 'each':
      return [
        ...inputs(step.with, at('with'), { readsResult: true }),
        ...inputs(step.collect, at('collect'), { readsResult: true }),
      ]
    case 'wait':
      return [
        ...cel(step.wait.when, at('wait', 'when'), { gives: 'bool' }),
        ...cel(step.wait.until, at('wait', 'until'), { gives: 'string' }),
        ...inputs(step.wait.save, at('wait', 'save')),
        ...texts(step.say, at('say')),
      ]
    case 'schedule':
      return [
        ...cel(step.key, at('key')),
        ...cel(step.at, at('at'), { gives: 'string' }),
        ...inputs(step.with, at('with')),
      ]
    default:
      return []
  }
}

/** A form knows the slots before the one it asks; a reject rule knows the value it looks at, too. */
function ofAsk(step: AskStep, path: Path): readonly Bare[] {
  const slots = slotsAsked(step)
  const before = (slot: string) => slots.slice(0, Math.max(0, slots.indexOf(slot)))
  const isAsk = step.kind === 'ask'
  const said = isAsk
    ? [...texts(step.prompt, [...path, 'prompt']), ...texts(step.again, [...path, 'again'])]
    : slots.flatMap((slot) => [
        ...texts(step.prompts[slot], [...path, 'prompts', slot], before(slot)),
        ...texts(step.again?.[slot], [...path, 'again', slot], before(slot)),
      ])
  const retries = isAsk
    ? (step.retry ?? []).flatMap((words, index) => texts(words, [...path, 'retry', index]))
    : slots.flatMap((slot) =>
        (step.retry?.[slot] ?? []).flatMap((words, index) =>
          texts(words, [...path, 'retry', slot, index], before(slot)),
        ),
      )
  const rules = (step.reject ?? []).flatMap((rule, index) => {
    const slot = rule.slot ?? slots[0] ?? ''
    const knows = [...before(slot), slot]
    const at = [...path, 'reject', index]
    return [
      ...cel(rule.when, [...at, 'when'], { gives: 'bool', knows }),
      ...texts(rule.say, [...at, 'say'], knows),
    ]
  })
  return [...said, ...retries, ...rules]
}

function inputs(
  values: Readonly<Record<string, string>> | undefined,
  path: Path,
  more: Partial<Bare> = {},
): readonly Bare[] {
  return Object.entries(values ?? {}).flatMap(([key, text]) => cel(text, [...path, key], more))
}

function cel(text: string | undefined, path: Path, more: Partial<Bare> = {}): readonly Bare[] {
  return text === undefined ? [] : [{ path, text, is: 'expression', ...more }]
}

/** `summary: auto` is no text but a request for one. */
function texts(
  words: Words | undefined,
  path: Path,
  knows: readonly string[] = [],
): readonly Bare[] {
  return (words?.variants ?? [])
    .filter((text) => text !== 'auto')
    .map((text) => ({ path, text, is: 'text', knows }))
}
