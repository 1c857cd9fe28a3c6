/** Slots and choices: that they are used, can be told apart, and fit what they are for. */
import { askSteps, type CompiledFlow, slotsAsked } from '../files/compiled-flow.ts'
import { type Bot, GLOBAL_WORDS } from '../files/folder-schema.ts'
import type { Path, Report } from '../files/problem.ts'
import { isListType, type Option, type SlotDef } from '../files/slot-schema.ts'
import type { AskStep, Step } from '../files/step-schema.ts'
import { isSafePattern } from '../understand/find-identity.ts'
import { findReads } from './find-reads.ts'

const MOST_OPTIONS = 8

export function checkSlots(flow: CompiledFlow, bot: Bot | undefined, report: Report): void {
  const { slots, policy } = flow.source
  const isUsed = usage(flow)
  for (const [slot, def] of Object.entries(slots)) {
    if (!isUsed(slot, def))
      report(
        ['slots', slot],
        'unused-slot',
        `信息项“${slot}”从没用到，请删除 / the slot "${slot}" is never used: remove it`,
        'warning',
      )
    checkDef(slot, def, bot, report)
  }
  for (const [path, slot] of namedSlots(flow))
    if (!Object.hasOwn(slots, slot))
      report(path, 'unknown-slot', `没有叫“${slot}”的信息项 / unknown slot "${slot}"`)
  checkEach(flow, report)
  for (const step of askSteps(flow)) checkPrompts(step, flow.source.steps.indexOf(step), report)
  if (!policy?.idle && askSteps(flow).length > 0)
    report(
      ['policy'],
      'no-expiry',
      '流程会等人回答，请写 policy.idle.expire / this flow waits for answers: say when it expires in policy.idle',
      'warning',
    )
}

function checkDef(slot: string, def: SlotDef, bot: Bot | undefined, report: Report): void {
  const { options = [] } = def
  for (const [key, message] of misfits(def)) report(['slots', slot, key], 'slot', message)
  for (const [index, message] of confusions(options, bot))
    report(['slots', slot, 'options', index], 'ambiguous-option', message)
  if (options.length > MOST_OPTIONS)
    report(
      ['slots', slot, 'options'],
      'too-many-options',
      `选项超过${MOST_OPTIONS}个，会分页 / more than ${MOST_OPTIONS} options: they will be paged`,
      'warning',
    )
}

function checkPrompts(step: AskStep, index: number, report: Report): void {
  const silent = step.kind === 'form' ? step.form.slots.filter((slot) => !step.prompts[slot]) : []
  for (const slot of silent)
    report(
      ['steps', index, 'prompts'],
      'no-prompt',
      `“${slot}”没有提问的话 / there is no prompt for "${slot}"`,
    )
  if ((step.choices?.length ?? 0) > MOST_OPTIONS)
    report(
      ['steps', index, 'choices'],
      'too-many-options',
      `选项超过${MOST_OPTIONS}个 / more than ${MOST_OPTIONS} options`,
    )
}

/** What is walked through, and what is gathered on the way, are lists. */
function checkEach({ source: { steps, slots } }: CompiledFlow, report: Report): void {
  for (const [index, step] of steps.entries()) {
    if (step.kind !== 'each') continue
    const isMany = (slot: string) =>
      isListType(slots[slot]?.type) || slots[slot]?.type === 'multi_choice'
    for (const slot of [step.each, ...Object.keys(step.collect ?? {})])
      if (slots[slot] && !isMany(slot))
        report(
          ['steps', index, 'each'],
          'not-a-list',
          `“${slot}”不是列表，each 只能用于列表 / "${slot}" is no list: each walks through lists`,
        )
  }
}

/** Slots that steps name outside of expressions. */
function namedSlots({ source: { steps } }: CompiledFlow): readonly (readonly [Path, string])[] {
  return steps.flatMap((step, index) =>
    Object.entries(namedBy(step)).flatMap(([key, slots]) =>
      slots.map((slot): readonly [Path, string] => [['steps', index, key], slot]),
    ),
  )
}

/** By the key they stand under. */
function namedBy(step: Step): Readonly<Record<string, readonly string[]>> {
  switch (step.kind) {
    case 'ask':
    case 'form':
      return { [step.kind]: slotsAsked(step) }
    case 'set':
      return { set: Object.keys(step.set) }
    case 'call':
      return { save: Object.keys(step.save ?? {}) }
    case 'wait':
      return { wait: Object.keys(step.wait.save ?? {}) }
    case 'each':
      return { each: [step.each], collect: Object.keys(step.collect ?? {}) }
    case 'confirm':
      return {
        confirm: 'slot' in step.confirm ? [step.confirm.slot] : step.confirm.editable,
      }
    default:
      return {}
  }
}

function usage(flow: CompiledFlow): (slot: string, def: SlotDef) => boolean {
  const read = findReads(flow.source)
    .map(({ text }) => text)
    .join('\n')
  const confirmed = new Set(
    namedSlots(flow).flatMap(([path, slot]) => (path.at(-1) === 'confirm' ? [slot] : [])),
  )
  const walked = new Set(
    flow.source.steps.flatMap((step) => (step.kind === 'each' ? [step.each] : [])),
  )
  const inferring = new Set(Object.values(flow.source.slots).map((def) => def.infer_from))
  return (slot, def) =>
    def.keep === true ||
    confirmed.has(slot) ||
    walked.has(slot) ||
    inferring.has(slot) ||
    new RegExp(`slots(\\.|\\[")${slot}\\b`).test(read)
}

/** What a slot's type asks of its other keys. */
function misfits(def: SlotDef): readonly (readonly [key: string, message: string])[] {
  const isFilledByAction = def.type === 'list' || def.type === 'json'
  const rules: readonly (readonly [boolean, string, string])[] = [
    [
      /choice$/.test(def.type) && !def.options && !def.options_from,
      'type',
      `${def.type} 要有 options 或 options_from / a ${def.type} needs options or options_from`,
    ],
    [
      def.type === 'code' && (def.pattern === undefined || !isSafePattern(def.pattern)),
      'pattern',
      'code 要有 pattern：写明长度的简单式样，不用 * 和 + / a code needs a pattern of bounded length, without * or +',
    ],
    [
      isFilledByAction && def.source !== 'action',
      'type',
      `${def.type} 只能由动作填写，请写 source: action / only an action can fill this: write source: action`,
    ],
    [
      def.source === 'event' && def.from === undefined,
      'source',
      '来自事件的信息要写 from / a slot from an event needs from',
    ],
  ]
  return rules.flatMap(([isWrong, key, message]) => (isWrong ? [[key, message] as const] : []))
}

/** Options that a person, or the engine, could take for one another. */
function confusions(
  options: readonly Option[],
  bot: Bot | undefined,
): readonly (readonly [index: number, message: string])[] {
  return options.flatMap((option, index) => {
    const { id, text } = option
    const twin = options
      .slice(0, index)
      .find(
        (other) => other.id === id || other.text.startsWith(text) || text.startsWith(other.text),
      )
    const shared = options
      .slice(0, index)
      .flatMap((other) => (other.match ?? []).filter((word) => option.match?.includes(word)))
    const steers = GLOBAL_WORDS.some((word) => bot?.words[word].includes(text))
    return [
      ...(twin
        ? [
            [
              index,
              `选项“${text}”和“${twin.text}”分不清 / the options "${text}" and "${twin.text}" cannot be told apart`,
            ] as const,
          ]
        : []),
      ...shared.map(
        (word) => [index, `“${word}”同时属于两个选项 / "${word}" means two options`] as const,
      ),
      ...(steers
        ? [
            [
              index,
              `选项“${text}”与通用指令相同 / the option "${text}" is a word that steers every talk`,
            ] as const,
          ]
        : []),
    ]
  })
}
