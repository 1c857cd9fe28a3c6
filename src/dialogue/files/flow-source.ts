/** Turns a flow file into its plain, self-contained source: types and shared texts written in, steps in order. */
import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { FlowSource } from './compiled-flow.ts'
import { type FlowFile, flowFile } from './flow-schema.ts'
import type { Path, Report } from './problem.ts'
import { shaped } from './shape.ts'
import { SLOT_TYPES, type SlotDef, slotType } from './slot-schema.ts'
import { kindsOf, STEP_SHAPES, type Step, type Words } from './step-schema.ts'
import type { YamlFile } from './yaml-file.ts'

export interface Shared {
  readonly types: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly messages: ReadonlyMap<string, Words>
}

/** Undefined after reporting what is wrong with the file itself. */
export function flowSource(file: YamlFile, shared: Shared): FlowSource | undefined {
  const written = shaped(flowFile, file.value, file.report)
  if (!written) return undefined
  const slots = readSlots(written, shared, file.report)
  const steps = readSteps(written.steps, file.report)
  if (!slots || !steps) return undefined
  const { messages, note, owner, ...rest } = written
  const texts = new Map([...shared.messages, ...Object.entries(messages ?? {})])
  const source = { ...rest, verb: rest.verb ?? rest.title, slots, steps }
  const resolved = withTexts(source, texts, file.report, []) as Omit<FlowSource, 'hash'>
  return { ...resolved, hash: hashOf(resolved) }
}

/** Steps with their kind and successor, or undefined after reporting. */
export function readSteps(
  written: readonly Readonly<Record<string, unknown>>[],
  report: Report,
): Step[] | undefined {
  const steps = written.map((step, index) => readStep(step, ['steps', index], report))
  const seen = new Set<string>()
  for (const [index, step] of steps.entries()) {
    if (step && seen.has(step.id))
      report(
        ['steps', index, 'id'],
        'duplicate-id',
        `步骤名“${step.id}”重复 / the step id "${step.id}" is used twice`,
      )
    if (step) seen.add(step.id)
  }
  if (steps.some((step) => step === undefined)) return undefined
  return (steps as Step[]).map((step, index) => ({
    ...step,
    next: ('goto' in step && step.goto) || (steps[index + 1]?.id ?? 'END'),
  })) as Step[]
}

function readStep(
  step: Readonly<Record<string, unknown>>,
  path: Path,
  report: Report,
): Step | undefined {
  const kinds = kindsOf(step)
  const [kind] = kinds
  if (kind === undefined || kinds.length > 1) {
    const all = Object.keys(STEP_SHAPES).join(' ')
    report(
      path,
      'step-kind',
      `每步要有且只有一种动作，可用 ${all} / a step has exactly one kind; this one has ${kinds.join(', ') || 'none'}`,
    )
    return undefined
  }
  const fitted = shaped(STEP_SHAPES[kind] as z.ZodType<object>, step, report, path)
  return fitted && ({ ...fitted, kind, next: 'END' } as Step)
}

/** Slots whose type is a name of `_types.yaml` take everything they do not say themselves from there. */
function readSlots(
  { slots = {} }: FlowFile,
  { types }: Shared,
  report: Report,
): Record<string, SlotDef> | undefined {
  const read = Object.entries(slots).map(([slot, { type, ...own }]) => {
    const shared = Object.hasOwn(types, type) ? types[type] : undefined
    const builtIn = (SLOT_TYPES as readonly string[]).includes(type)
    if (!shared && !builtIn) {
      const known = [...SLOT_TYPES, ...Object.keys(types)].join(' ')
      report(
        ['slots', slot, 'type'],
        'unknown-type',
        `没有“${type}”这种信息，可用 ${known} / unknown slot type "${type}"`,
      )
      return [slot, undefined] as const
    }
    return [
      slot,
      shaped(slotType, { ...shared, ...own, type: shared?.['type'] ?? type }, report, [
        'slots',
        slot,
      ]),
    ] as const
  })
  return read.some(([, def]) => def === undefined)
    ? undefined
    : (Object.fromEntries(read) as Record<string, SlotDef>)
}

/** Replaces `tpl.key` by the shared message of that name, everywhere. */
function withTexts(
  value: unknown,
  texts: ReadonlyMap<string, Words>,
  report: Report,
  path: Path,
): unknown {
  if (Array.isArray(value))
    return value.map((item, index) => withTexts(item, texts, report, [...path, index]))
  if (typeof value !== 'object' || value === null) return value
  const key =
    wordsOf(value)?.variants.length === 1
      ? /^tpl\.([a-z0-9_]+)$/.exec(wordsOf(value)?.variants[0] ?? '')
      : null
  if (key?.[1]) {
    const text = texts.get(key[1])
    if (!text)
      report(
        path,
        'unknown-text',
        `没有“${key[1]}”这条公共文字 / there is no shared message "${key[1]}"`,
      )
    return text ?? value
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      withTexts(item, texts, report, [...path, name]),
    ]),
  )
}

/** Words are left out: better words reach runs that have begun, anything else only new ones (dialogue.md D13). */
function hashOf({
  start,
  title,
  verb,
  revision,
  migrate,
  ...rest
}: Omit<FlowSource, 'hash'>): string {
  const { menu, keywords, examples, ...event } = start ?? {}
  const json = JSON.stringify({ ...rest, event }, (_, value) => (wordsOf(value) ? 0 : value))
  return createHash('sha256').update(json).digest('hex').slice(0, 32)
}

function wordsOf(value: unknown): Words | undefined {
  const isWords =
    typeof value === 'object' && value !== null && Object.keys(value).join() === 'variants'
  return isWords ? (value as Words) : undefined
}
