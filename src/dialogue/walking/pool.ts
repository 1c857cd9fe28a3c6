/** What walks are made of: the people, answers and sentences that the authors' own tests already have. */
import type { FlowFiles } from '../files/read-folder.ts'
import { shaped } from '../files/shape.ts'
import { readYaml } from '../files/yaml-file.ts'
import { type Settings, settingsOf } from '../testing/fakes.ts'
import { type Item, type Suite, suiteFile } from '../testing/suite-schema.ts'

/** How a flow is begun: for whom, and what is said or happens. */
export interface Scene {
  readonly settings: Settings
  readonly opening: readonly Said[]
}

/** Anything but an expectation, and but a change of the files: a walk is about the flows as they are. */
export type Said = Exclude<Item, { expect: unknown } | { edit: unknown } | { remove: unknown }>

export interface Pool {
  /** By flow; a flow without tests has none. */
  readonly scenes: ReadonlyMap<string, readonly Scene[]>
  /** `{outcome: result}` by action, each different one once. */
  readonly answers: ReadonlyMap<string, readonly unknown[]>
  readonly facts: ReadonlyMap<string, readonly unknown[]>
  readonly sentences: readonly string[]
  /** One value of each name tests set in `env`. */
  readonly env: Readonly<Record<string, string | number | boolean>>
}

/** Test files that cannot be read are left out: `flows check` and `flows test` tell of them. */
export function poolOf(files: FlowFiles): Pool {
  const suites = files.flatMap(({ path, text }) => {
    if (!path.endsWith('.test.yaml')) return []
    const yaml = readYaml(path, text, [])
    return (yaml && shaped(suiteFile, yaml.value, () => undefined)) ?? []
  })
  const scenes = suites.flatMap((suite) => scenesOf(suite).map((scene) => [suite.suite, scene]))
  const settings = suites.flatMap((suite) => [suite, ...suite.cases])
  return {
    scenes: grouped(scenes as [string, Scene][]),
    answers: different(
      settings.flatMap(({ fakes = {} }) =>
        Object.entries(fakes).flatMap(([name, fake]) =>
          name === 'rooms' ? [] : [fake].flat().map((answer) => [name, answer] as const),
        ),
      ),
    ),
    facts: different(settings.flatMap(({ facts = {} }) => Object.entries(facts))),
    env: Object.assign({}, ...settings.map(({ env = {} }) => env)),
    sentences: [
      ...new Set(
        suites.flatMap(({ cases }) =>
          cases.flatMap(({ talk }) => talk.flatMap((item) => ('user' in item ? item.user : []))),
        ),
      ),
    ],
  }
}

function scenesOf(suite: Suite): readonly Scene[] {
  return suite.cases.map((each) => {
    const until = each.talk.findIndex((item) => !isOpening(item))
    const opening = each.talk.slice(0, until === -1 ? undefined : until).filter(isOpening)
    return { settings: settingsOf(suite, each), opening }
  })
}

/** What is tapped hangs on what the desk answered in that test; a change of the files is no part of a walk. */
function isOpening(item: Item): item is Said {
  return !('expect' in item || 'click' in item || 'edit' in item || 'remove' in item)
}

function grouped<T>(pairs: readonly (readonly [string, T])[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const [name, value] of pairs) groups.set(name, [...(groups.get(name) ?? []), value])
  return groups
}

function different(pairs: readonly (readonly [string, unknown])[]) {
  return new Map(
    [...grouped(pairs)].map(([name, values]) => [
      name,
      [...new Map(values.map((value) => [JSON.stringify(value), value])).values()],
    ]),
  )
}
