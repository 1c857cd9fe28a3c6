/** Says on a stage what was said, and writes down beside it what came of each turn. */
import type { FlowSet } from '../files/flow-set.ts'
import { durationText } from '../files/quantities.ts'
import { turnPage } from '../testing/expect.ts'
import { isDropped, play, type Stage } from '../testing/stage.ts'
import type { Item, SaidItem } from '../testing/suite-schema.ts'
import type { RecordedItem } from './items-of-turn.ts'

export interface Step {
  /** Since the turn before, in whole minutes. */
  readonly pauseMs: number
  readonly said: readonly RecordedItem[]
}

export interface Played {
  readonly talk: readonly unknown[]
  /** The first flow that was begun. */
  readonly flow: string | undefined
  readonly called: ReadonlySet<string>
  /** Facts somebody wanted to know. */
  readonly asked: ReadonlySet<string>
}

export async function playRecorded(
  stage: Stage,
  flows: FlowSet,
  steps: readonly Step[],
): Promise<Played> {
  const asked = listen(stage)
  const talk: unknown[] = []
  for (const { pauseMs, said } of steps) {
    if (pauseMs > 0) {
      await play(stage, { advance: pauseMs }, () => flows)
      talk.push({ advance: durationText(pauseMs) }, ...heardNow(stage))
    }
    for (const item of itemsOf(said)) talk.push(await say(stage, flows, item))
    if (said.length > 0) talk.push(...heardNow(stage))
  }
  const begun = stage.history.find(({ kind }) => kind === 'run_started')
  const called = new Set(stage.desk.calls.map(({ name }) => name))
  return { talk, flow: begun?.flow, called, asked }
}

function listen({ desk: { world } }: Stage): ReadonlySet<string> {
  const asked = new Set<string>()
  const answer = world.fact
  Object.assign(world, {
    fact(name: string, args: readonly unknown[]) {
      asked.add(name)
      return answer(name, args)
    },
  })
  return asked
}

type Utterance = Exclude<Item, { expect: unknown } | { advance: unknown }>

/** Several things heard in one turn are a burst; events and people are never part of one. */
function itemsOf(said: readonly RecordedItem[]): readonly Utterance[] {
  const spoken = said.filter((item): item is SaidItem => !('event' in item || 'staff' in item))
  const others = said.filter((item) => 'event' in item || 'staff' in item) as readonly Utterance[]
  const [only, ...more] = spoken
  if (!only) return others
  return [...others, more.length === 0 ? only : { together: [...spoken] }]
}

/** An option that this desk does not offer was at least said. */
async function say(stage: Stage, flows: FlowSet, item: Utterance): Promise<Utterance> {
  const shown = new Set(stage.shown.map(({ label }) => label))
  const typed = (one: SaidItem): SaidItem =>
    'click' in one && !shown.has(one.click) ? { user: one.click } : one
  const possible: Utterance =
    'together' in item
      ? { together: item.together.map(typed) }
      : 'click' in item
        ? typed(item)
        : item
  await play(stage, possible, () => flows)
  return possible
}

/** Nothing when nothing came of it. */
function heardNow(stage: Stage): readonly unknown[] {
  const said = stage.says.filter((message) => !isDropped(stage, message))
  const texts = said.flatMap((message) => ('text' in message ? [message.text] : []))
  const menu = said.findLast((message) => message.kind === 'menu')
  const run = stage.session.runs.at(-1)
  const ended = stage.events.findLast(({ kind }) => kind === 'ended')?.detail
  const expected = {
    ...(texts.length > 0 && { said: texts }),
    ...(menu?.kind === 'menu' && { choices: menu.options.map(({ label }) => label) }),
    flow: run?.flow ?? null,
    asks: run?.wait ? (run.wait.slot ?? run.wait.step) : null,
    ...(ended !== undefined && { ends: ended }),
    ...(stage.handoff && { handoff: stage.handoff.queue }),
  }
  const isQuiet = said.length === 0 && ended === undefined && !stage.handoff
  turnPage(stage)
  return isQuiet ? [] : [{ expect: expected }]
}
