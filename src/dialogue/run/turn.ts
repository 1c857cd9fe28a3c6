/** The working state of one turn, and the few ways to add to what it says and reports. */
import type { CompiledFlow } from '../files/compiled-flow.ts'
import type { AskFact, Expression, Scope } from '../files/expression.ts'
import { FlowFault } from '../files/flow-fault.ts'
import { isListType } from '../files/slot-schema.ts'
import type { Step, Words } from '../files/step-schema.ts'
import type { PatternText } from '../render/pattern-texts.ts'
import { showValue } from '../render/show-value.ts'
import type { Filled, Run, Session } from './session.ts'
import type { Handoff, Message, RunTimer, Said, TurnEvent, Unmatched, World } from './world.ts'

export interface Turn {
  readonly world: World
  readonly now: Date
  readonly session: Session
  readonly says: Said[]
  readonly events: TurnEvent[]
  readonly unmatched: Unmatched[]
  readonly cancelled: Set<string>
  readonly timers: (RunTimer & { dueAt: Date })[]
  /** Versions of flows that runs and drafts of this session are pinned to, by hash. */
  readonly versions: Map<string, CompiledFlow>
  /** Those of them that were let go too long ago to be talked on in. */
  readonly outdated: Set<string>
  /** What was said last, for `turn.text`. */
  text: string
  /** True when something happened that the open question should follow. */
  isTouched: boolean
  /** True when the run on top changed without the person: its alarms are set anew, nothing is asked. */
  isRearmed: boolean
  /** True when a question of the moment stands at the end, so that the run's own waits. */
  isAsked: boolean
  /** Put in place of the open question's own words: a retry, a rejection. */
  prompt?: string
  handoff?: Handoff
}

export function top(turn: Turn): Run | undefined {
  return turn.session.runs.at(-1)
}

/** The flow a run is pinned to. Runs whose version is lost were dropped when the turn was opened. */
export function flowOf(turn: Turn, run: Pick<Run, 'hash' | 'flow'>): CompiledFlow {
  const flow = turn.versions.get(run.hash) ?? turn.world.flows.byHash(run.hash)
  if (!flow) throw new FlowFault(`version ${run.hash} of ${run.flow} is not kept anywhere`)
  return flow
}

export function note(
  turn: Turn,
  kind: TurnEvent['kind'],
  run?: Run,
  more?: Partial<TurnEvent>,
): void {
  const of = run && { runId: run.id, flow: run.flow, hash: run.hash }
  turn.events.push({ kind, ...of, ...more })
}

export function say(turn: Turn, message: Message, purpose: Said['purpose'] = 'reply'): void {
  turn.says.push({ ...message, purpose })
}

/** Says one of the engine's own sentences. */
export function sayPattern(turn: Turn, text: PatternText, about: object = {}): void {
  const words = pattern(turn, text, about)
  if (words) say(turn, { kind: 'text', text: words })
}

export function pattern(turn: Turn, text: PatternText, about: object = {}): string {
  const { world } = turn
  const words = choose(world.flows.words(text), `${text}${turn.now.getTime()}`)
  return world.flows.template(words).render({ ...about, env: world.env, user: world.user })
}

/** What patterns may say of a flow. */
export function flowWords(flow: CompiledFlow): { readonly title: string; readonly verb: string } {
  return { title: flow.source.title, verb: flow.source.verb }
}

/** What expressions and texts of a run may read. */
export function scopeOf(
  turn: Turn,
  run: Run,
  result: Readonly<Record<string, unknown>> = {},
): Scope {
  const flow = flowOf(turn, run)
  const slots: Record<string, unknown> = {}
  for (const [slot, def] of Object.entries(flow.source.slots)) {
    const filled = run.slots[slot]
    if (filled) slots[slot] = filled.value
    else if (isListType(def.type)) slots[slot] = []
  }
  const under = turn.session.runs.at(-2)
  return {
    slots,
    user: turn.world.user,
    event: run.event ?? {},
    result,
    conv: { interrupted_flow: run.cause === 'digress' && under ? under.flow : '' },
    turn: { text: turn.text },
    env: turn.world.env,
  }
}

export async function evaluate(turn: Turn, run: Run, text: string): Promise<unknown> {
  return flowOf(turn, run).expression(text).evaluate(scopeOf(turn, run), askOf(turn))
}

/** Undefined where what is read may rightly be absent: a prefill nobody knows, a result without that field. */
export async function evaluateIfThere(
  turn: Turn,
  run: Run,
  expression: Expression,
  result?: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  try {
    return await expression.evaluate(scopeOf(turn, run, result), askOf(turn))
  } catch (error) {
    if (error instanceof FlowFault) return undefined
    throw error
  }
}

/** Several at once, by name; of a step that has them, with `result` and `item` to read. */
export async function evaluateAll(
  turn: Turn,
  run: Run,
  texts: Readonly<Record<string, string>> = {},
  of: {
    readonly step?: Step
    readonly result?: Readonly<Record<string, unknown>>
    readonly item?: unknown
    readonly mayFail?: boolean
  } = {},
): Promise<Record<string, unknown>> {
  const flow = flowOf(turn, run)
  const values: Record<string, unknown> = {}
  for (const [name, text] of Object.entries(texts)) {
    const expression = of.step ? flow.resultExpression(text, of.step) : flow.expression(text)
    const scope = { ...scopeOf(turn, run, of.result), ...('item' in of && { item: of.item }) }
    const value = await expression.evaluate(scope, askOf(turn)).catch((error: unknown) => {
      if (of.mayFail && error instanceof FlowFault) return undefined
      throw error
    })
    if (value !== undefined) values[name] = value
  }
  return values
}

function askOf({ world }: Turn): AskFact {
  return (name, args) => world.fact(name, args)
}

/** A flow's own words, varied by run, step and visit, so that a repeat of the turn says the same. */
export function render(turn: Turn, run: Run, words: Words, more: object = {}): string {
  const text = choose(words, `${run.id}${run.at}${run.visits[run.at] ?? 0}`)
  const labels = Object.fromEntries(
    Object.values(run.slots).flatMap(({ value, shown }) => (shown ? [[String(value), shown]] : [])),
  )
  return flowOf(turn, run)
    .template(text)
    .render({ ...scopeOf(turn, run), labels, ...more })
}

/** Slots with a value as people read them. */
export function shown(
  turn: Turn,
  run: Run,
  slot: string,
  filled: Filled | undefined = run.slots[slot],
): string {
  const def = flowOf(turn, run).source.slots[slot]
  return def && filled ? showValue(def, filled.value, filled.shown) : ''
}

export function labelOf(turn: Turn, run: Run, slot: string): string {
  return flowOf(turn, run).source.slots[slot]?.label ?? slot
}

function choose({ variants }: Words, seed: string): string {
  if (variants.length === 1) return variants[0] ?? ''
  let hash = 0
  for (const char of seed) hash = (hash * 31 + char.charCodeAt(0)) >>> 0
  return variants[hash % variants.length] ?? ''
}
