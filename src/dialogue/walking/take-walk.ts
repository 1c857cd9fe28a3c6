/** A random talk with one flow, and what must hold however it goes: nothing breaks, nobody is left without a way on. */
import type { FlowSet } from '../files/flow-set.ts'
import type { Registry } from '../files/registry.ts'
import { isParked } from '../run/session.ts'
import type { Said as SaidByDesk, TurnEvent } from '../run/world.ts'
import type { Settings } from '../testing/fakes.ts'
import { openStage, play, type Stage } from '../testing/stage.ts'
import { type Dice, dice } from './dice.ts'
import type { Pool, Said, Scene } from './pool.ts'
import { otherAnswer, strictAnswer } from './sample-answers.ts'
import { answersOf } from './sample-results.ts'

export interface WalkOf {
  readonly flows: FlowSet
  readonly pool: Pool
  readonly registry: Registry
}

export interface Walk {
  readonly flow: string
  readonly settings: Settings
  readonly talk: readonly Said[]
  readonly events: readonly TurnEvent[]
  /** Actions the flow called. */
  readonly called: readonly string[]
  /** What did not hold, in words. */
  readonly failure: string | undefined
}

/** The talk a seed stands for. A turn in two answers the open question, so that walks get deep. */
export async function takeWalk(
  of: WalkOf,
  { flow, seed, turns }: { readonly flow: string; readonly seed: number; readonly turns: number },
): Promise<Walk> {
  const chance = dice(seed)
  const scene = chance.one(of.pool.scenes.get(flow) ?? [])
  const settings = settingsOfWalk(of, scene, chance)
  const stage = openStage(of.flows, settings)
  const talk: Said[] = []
  const say = async (item: Said) => {
    talk.push(item)
    return await hold(stage, item, of.flows)
  }
  let failure: string | undefined
  for (const item of scene.opening) failure ??= await say(item)
  for (let turn = 0; turn < turns && failure === undefined; turn += 1)
    failure = (await say(PAUSE)) ?? (await say(nextSaid(of, stage, settings, chance)))
  failure ??= await leave(say, stage)
  const called = [...new Set(stage.desk.calls.map(({ name }) => name))]
  return { flow, settings, talk, events: stage.history, called, failure }
}

/** The same talk again, word for word: what did not hold this time. */
export async function walkAgain(
  { flows }: Pick<WalkOf, 'flows'>,
  { settings, talk }: Pick<Walk, 'settings' | 'talk'>,
): Promise<string | undefined> {
  const stage = openStage(flows, settings)
  for (const item of talk) {
    const failure = await hold(stage, item, flows)
    if (failure !== undefined) return failure
  }
  // A talk that was cut short stands where it stands; the way out must be open from there as well.
  return await leave((item) => hold(stage, item, flows), stage)
}

/** People take a while to write; without it, a walk is a flood (dialogue.md D14). */
const PAUSE: Said = { advance: 40_000 }

/** Answers of the desk in random order: those its tests know, and for outcomes no test has, an empty one. */
function settingsOfWalk({ flows, pool, registry }: WalkOf, scene: Scene, chance: Dice): Settings {
  const fakes = Object.entries(registry.actions).map(([name, action]) => {
    const answers = answersOf(action, pool.answers.get(name) ?? [])
    return [name, Array.from({ length: ANSWERS_EACH }, () => chance.one(answers))]
  })
  const facts = [...pool.facts].map(([name, values]) => [name, chance.one(values)])
  return {
    ...scene.settings,
    env: { ...alwaysThere(flows, pool), ...scene.settings.env },
    fakes: { ...Object.fromEntries(fakes), rooms: roomsOf(scene.settings) },
    facts: { ...Object.fromEntries(facts), ...pickFacts(scene.settings, chance) },
  }
}

/** What `env` holds at any time; a flow asks first for what is there only sometimes: `has(env.water_stop_title)`. */
export function alwaysThere(flows: FlowSet, { env }: Pool): Settings['env'] {
  const written = JSON.stringify([...flows.flows.values()].map(({ source }) => source))
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !written.includes(`has(env.${name})`)),
  )
}

/** One action answers differently so often; from then on as the last time. */
const ANSWERS_EACH = 4

/** The scene's own facts hold half of the time: with them its flow is sure to begin. */
function pickFacts({ facts = {} }: Settings, chance: Dice): Settings['facts'] {
  return chance.roll(2) === 0 ? facts : {}
}

function roomsOf({ fakes = {}, user }: Settings): readonly string[] {
  const known = fakes['rooms']
  return [...(Array.isArray(known) ? known.map(String) : []), ...(user?.rooms ?? [])]
}

function nextSaid({ flows, pool }: WalkOf, stage: Stage, settings: Settings, chance: Dice): Said {
  const run = stage.session.runs.at(-1)
  const shown = stage.shown.map(({ label }) => label)
  const others = () => otherAnswer({ bot: flows.bot, sentences: pool.sentences, shown }, chance)
  if (!run?.wait || chance.roll(2) === 0) return others()
  const def = run.wait.slot && flows.byHash(run.hash)?.source.slots[run.wait.slot]
  // At a card, an option of the latest menu answers it.
  if (!def) return shown.length > 0 ? { click: chance.one(shown.slice(-4)) } : others()
  return strictAnswer(def, roomsOf(settings), chance) ?? others()
}

/** Says one thing and looks at what came of it. */
async function hold(stage: Stage, item: Said, flows: FlowSet): Promise<string | undefined> {
  stage.says = []
  const before = stage.history.length
  try {
    await play(stage, item, () => flows)
  } catch (error) {
    return `the talk broke off: ${error instanceof Error ? error.message : String(error)}`
  }
  return whatIsWrong(stage, item, stage.history.slice(before))
}

/** Larger than any honest session: what is kept grows with every turn (performance.md, stored bytes). */
const MOST_BYTES = 60_000

function whatIsWrong(stage: Stage, item: Said, events: readonly TurnEvent[]): string | undefined {
  const { runs, handoff } = stage.session
  const run = runs.at(-1)
  const failed = events.find(({ kind }) => kind === 'failed')
  if (failed) return `${failed.flow} failed at ${failed.step}: ${failed.detail}`
  if (run && !run.wait && !handoff) return `${run.flow} stands at ${run.at} and waits for nothing`
  const keys = stage.desk.calls.map(({ key }) => key)
  if (new Set(keys).size < keys.length) return 'the same act was ordered twice'
  const bytes = JSON.stringify(stage.session).length
  if (bytes > MOST_BYTES) return `the session has grown to ${bytes} bytes`
  const spoilt = stage.says.find((said) => isSpoilt(said))
  if (spoilt) return `nobody should read this: ${JSON.stringify(spoilt)}`
  const isSilent = stage.says.length === 0 && !handoff && !stage.handoff && !run?.wait?.order
  const isHeard = !events.some(({ kind }) => kind === 'suppressed')
  if (isSaidByPerson(item) && isSilent && isHeard) return 'what was said was answered with nothing'
  return undefined
}

function isSaidByPerson(item: Said): boolean {
  return !('advance' in item || 'event' in item || 'staff' in item || 'restart' in item)
}

function isSpoilt(said: SaidByDesk): boolean {
  if (said.kind === 'image') return false
  const labels = said.kind === 'menu' ? said.options.map(({ label }) => label) : []
  return [said.text, ...labels].some(
    (text) => text.trim() === '' || /undefined|\[object /.test(text),
  )
}

/** From wherever a walk ends, people who want out get out: by a word, a no, or the desk's own colleague. */
async function leave(
  say: (item: Said) => Promise<string | undefined>,
  stage: Stage,
): Promise<string | undefined> {
  for (let tries = 0; tries < 8; tries += 1) {
    const { runs, handoff } = stage.session
    const run = runs.at(-1)
    if (!handoff && (!run || isParked(run) || run.wait?.order)) return undefined
    const word: Said = handoff ? { staff: 'closed' } : { user: '取消' }
    const failure = (await say(PAUSE)) ?? (await say(word))
    if (failure !== undefined) return failure
  }
  return `there is no way out of ${stage.session.runs.at(-1)?.flow} at ${stage.session.runs.at(-1)?.at}`
}
