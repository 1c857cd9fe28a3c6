/** A desk to try a flow on: the people and answers of its own tests, and something plausible for all they leave out. */
import type { FlowSet } from '../files/flow-set.ts'
import type { Registry } from '../files/registry.ts'
import type { Settings } from '../testing/fakes.ts'
import type { Pool, Scene } from '../walking/pool.ts'
import { answersOf } from '../walking/sample-results.ts'
import { alwaysThere } from '../walking/take-walk.ts'

export interface TalkOf {
  readonly flows: FlowSet
  readonly pool: Pool
  readonly registry: Registry
}

export interface TalkWish {
  /** The flow to begin with; the person decides when left out. */
  readonly flow: string | undefined
  /** An audience: owner, staff …; as in the flow's first test when left out. */
  readonly as: string | undefined
}

export interface TryScene extends Scene {
  readonly settings: Settings
}

/** Everybody some flow is for, in the order of the files. */
export function audiences({ flows }: FlowSet): readonly string[] {
  return [...new Set([...flows.values()].flatMap(({ source }) => source.access?.audience ?? []))]
}

/** A desk that has an answer to everything. The scene's own answers go first; actions succeed unless it says otherwise. */
export function sceneOfTalk(of: TalkOf, wish: TalkWish): TryScene {
  const { flows, pool, registry } = of
  const scene = nearestScene(pool, wish)
  const { settings } = scene
  const actions = Object.entries(registry.actions).map(([name, signature]) => {
    const answers = answersOf(signature, pool.answers.get(name) ?? [])
    return [name, answers.find((answer) => 'ok' in (answer as object)) ?? answers[0]]
  })
  const facts = Object.entries(registry.facts).flatMap(([name, signature]) => {
    const value = plausible(signature, pool.facts.get(name) ?? [])
    return OWN_FACTS.includes(name) || value === undefined ? [] : [[name, value]]
  })
  return {
    ...scene,
    settings: {
      ...settings,
      user: {
        ...settings.user,
        ...(wish.as !== undefined && { audience: audienceOf(scene, wish.as) }),
      },
      env: { ...alwaysThere(flows, pool), ...settings.env },
      fakes: { ...Object.fromEntries(actions), ...settings.fakes },
      facts: { ...Object.fromEntries(facts), ...settings.facts },
    },
  }
}

/** Answered by the stage from the person's homes and its clock. */
const OWN_FACTS = ['room_exists', 'room_owned', 'room_count', 'window_past', 'window_open']

/** Of the flow's tests the first with such a person; else of any test; else the flow's first. */
function nearestScene({ scenes }: Pool, { flow, as }: TalkWish): Scene {
  const own = (flow !== undefined && scenes.get(flow)) || []
  const others = [...scenes.values()].flat()
  const isFor = ({ settings: { user } }: Scene) =>
    (user?.audience ?? ['owner']).includes(as ?? 'owner')
  const found =
    as === undefined
      ? (own[0] ?? others.find(isFor))
      : (own.find(isFor) ?? others.find(isFor) ?? own[0])
  return found ?? { settings: {}, opening: [] }
}

function audienceOf({ settings: { user } }: Scene, as: string): string[] {
  return user?.audience?.includes(as) ? user.audience : [as]
}

/** What the tests answer whatever was asked; else what changes nothing. */
function plausible(signature: string, known: readonly unknown[]): unknown {
  const always = known.find(
    (value) => typeof value !== 'object' || value === null || 'default' in value,
  )
  if (always !== undefined) return always
  return NOTHING[signature.split('): ').at(-1) ?? '']
}

const NOTHING: Readonly<Record<string, unknown>> = { bool: false, string: '', int: 0n, double: 0 }
