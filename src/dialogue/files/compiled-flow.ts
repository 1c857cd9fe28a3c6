/** A flow ready to run: its plain source, which can be kept in a table, and its parsed expressions and texts. */
import { parseTemplate, type Template } from '../render/template.ts'
import {
  type Expression,
  flowEnvironment,
  parseExpression,
  withItem,
  withResult,
} from './expression.ts'
import type { FlowFile } from './flow-schema.ts'
import type { Registry } from './registry.ts'
import { remember } from './remember.ts'
import type { SlotDef, SlotTypeName } from './slot-schema.ts'
import type { AskStep, Step } from './step-schema.ts'

/** Plain JSON with types and shared texts written in, so that it needs no other file to run. */
export interface FlowSource
  extends Omit<FlowFile, 'slots' | 'steps' | 'messages' | 'note' | 'owner'> {
  /** Of all but the words: a run keeps to it, and better words reach runs already begun (dialogue.md D13). */
  readonly hash: string
  readonly verb: string
  readonly slots: Readonly<Record<string, SlotDef>>
  readonly steps: readonly Step[]
}

export interface CompiledFlow {
  readonly source: FlowSource
  readonly hash: string
  readonly id: string
  readonly first: string
  readonly steps: ReadonlyMap<string, Step>
  readonly registry: Registry
  expression(text: string): Expression
  /** An expression that may read what its step has: `result`, `item`. */
  resultExpression(text: string, of: Step): Expression
  template(text: string): Template
}

/** The kinds of step that put questions for slots, as one list per flow. */
export function askSteps(flow: CompiledFlow): readonly AskStep[] {
  return flow.source.steps.filter((step) => step.kind === 'ask' || step.kind === 'form')
}

export function slotsAsked(step: AskStep): readonly string[] {
  return step.kind === 'ask' ? [step.ask] : step.form.slots
}

/** Brings a kept source back to life. `json` must come from `CompiledFlow.source`, at any age. */
export function reviveFlow(json: unknown, registry: Registry): CompiledFlow {
  const source = json as FlowSource
  const environment = flowEnvironment(source.slots, registry)
  const results = remember((step: Step) => {
    const known = withResult(environment, resultTypes(step, registry))
    return step.kind === 'each' ? withItem(known) : known
  })
  const resultExpressions = remember((step: Step) =>
    remember((text: string) => parseExpression(text, results(step))),
  )
  return {
    source,
    hash: source.hash,
    id: source.flow,
    first: source.steps[0]?.id ?? 'END',
    steps: new Map(source.steps.map((step) => [step.id, step])),
    registry,
    expression: remember((text: string) => parseExpression(text, environment)),
    resultExpression: (text, of) => resultExpressions(of)(text),
    template: remember(parseTemplate),
  }
}

function resultTypes(
  step: Step,
  registry: Registry,
): Readonly<Record<string, SlotTypeName>> | undefined {
  return step.kind === 'action' ? registry.actions[step.action]?.result : undefined
}
