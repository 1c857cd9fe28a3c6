/** Makes a test of a talk that took place: what was said, with other people's names and homes, and what the flows answer to it. */
import { Document, isMap, isPair, visit } from 'yaml'
import { formatYaml } from '../files/format-yaml.ts'
import { durationText } from '../files/quantities.ts'
import { type Alias, openAlias } from '../personal/alias.ts'
import type { Heard, UserFacts } from '../run/world.ts'
import type { Settings } from '../testing/fakes.ts'
import { openStage } from '../testing/stage.ts'
import { sceneOfTalk, type TalkOf } from '../trying/talk-settings.ts'
import { findRooms } from '../understand/find-room.ts'
import { localText } from '../understand/local-time.ts'
import { openItems } from './items-of-turn.ts'
import { playRecorded, type Step } from './play-recorded.ts'

export interface RecordedTalk {
  /** Oldest first; what one turn heard is one entry. */
  readonly turns: readonly { readonly at: Date; readonly heard: readonly Heard[] }[]
  readonly user: UserFacts
  /** Everybody who may be talked about: household and staff. */
  readonly names: readonly string[]
}

export interface RecordedTest {
  /** The flow that was talked about first; undefined when none was begun. */
  readonly flow: string | undefined
  /** A whole `*.test.yaml`. */
  readonly text: string
}

/**
 * The desk's answers are those of the flow's own tests: what was really answered is not kept. So the expectations say
 * what the flows do with these words on that desk, and the test passes as it is.
 */
export async function recordTalk(of: TalkOf, talk: RecordedTalk): Promise<RecordedTest> {
  const names = [...talk.names, ...(talk.user.name === undefined ? [] : [talk.user.name])]
  const alias = openAlias(names)
  const user = disguised(talk.user, alias)
  const items = openItems(alias)
  const steps: readonly Step[] = talk.turns.map(({ at, heard }, index) => {
    const before = talk.turns[index - 1]?.at ?? at
    return { pauseMs: wholeMinutes(at.getTime() - before.getTime()), said: items(heard) }
  })
  const clock = `${localText(talk.turns[0]?.at ?? new Date(0))}:00+08:00`
  const rooms = [...(user?.rooms ?? []), ...roomsIn(steps)]
  const settingsFor = (flow: string | undefined): Settings => {
    const { settings } = sceneOfTalk(of, { flow, as: talk.user.audience[0] })
    const known = settings.fakes?.['rooms']
    const all = [...new Set([...rooms, ...(Array.isArray(known) ? known.map(String) : [])])]
    return { ...settings, clock, user, fakes: { ...settings.fakes, rooms: all } }
  }
  // Played twice: which flow's tests have the answers is only known once it was heard what was wanted.
  const first = await playRecorded(openStage(of.flows, settingsFor(undefined)), of.flows, steps)
  const settings = settingsFor(first.flow)
  const played = await playRecorded(openStage(of.flows, settings), of.flows, steps)
  const suite = {
    suite: played.flow ?? 'recorded',
    ...needed(settings, played),
    cases: [{ name: `录自对话 ${clock.slice(0, 10)}`, talk: played.talk }],
  }
  return { flow: played.flow, text: inForm(suite) }
}

/** Seconds tell nothing and would only make the test hard to read. */
function wholeMinutes(ms: number): number {
  return Math.max(0, Math.floor(ms / 60_000)) * 60_000
}

function disguised(user: UserFacts, alias: Alias): Settings['user'] {
  const { audience, identified, name, phone, rooms } = user
  return {
    audience: [...audience],
    ...(!identified && { identified }),
    ...(name !== undefined && { name: alias.name(name) }),
    phone: phone === undefined ? null : alias.phone(phone),
    rooms: rooms.map(({ code }) => alias.room(code)),
  }
}

/** Rooms that were named are taken to exist: whether the real ones do is in no file. */
function roomsIn(steps: readonly Step[]): readonly string[] {
  const texts = steps.flatMap(({ said }) =>
    said.flatMap((item) => ('user' in item ? item.user : [])),
  )
  return texts.flatMap((text) =>
    findRooms(text).flatMap(({ value }) => (typeof value === 'string' ? [value] : [])),
  )
}

/** Only the answers that were wanted. */
function needed(
  { clock, user, env, fakes = {}, facts = {}, takes = {}, becomes = {} }: Settings,
  { called, asked }: { readonly called: ReadonlySet<string>; readonly asked: ReadonlySet<string> },
): object {
  const only = (all: Readonly<Record<string, unknown>>, names: ReadonlySet<string>) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => names.has(name)))
  const tookTime = Object.entries(takes).map(([name, ms]) => [name, durationText(ms)] as const)
  const changed = Object.entries(becomes).filter(([name]) =>
    [...called].some((call) => name === call || name.startsWith(`${call}.`)),
  )
  return {
    clock,
    user,
    env,
    fakes: only(fakes, new Set([...called, 'rooms'])),
    facts: only(facts, asked),
    ...(tookTime.length > 0 && { takes: Object.fromEntries(tookTime) }),
    ...(changed.length > 0 && { becomes: Object.fromEntries(changed) }),
  }
}

/** Laid out as authors do: what fits on a line stands on one, a text of several lines is a block. */
function inForm(suite: object): string {
  const document = new Document(JSON.parse(JSON.stringify(suite)))
  visit(document, {
    Collection(_, node, path) {
      const keys = path.flatMap((above) => (isPair(above) ? String(above.key) : []))
      const isFrame = FRAMES.includes(keys.join('.')) || (keys.at(-1) === 'talk' && !isUnder(path))
      node.flow = !isFrame && !JSON.stringify(node.toJSON()).includes('\\n')
      return node.flow ? visit.SKIP : undefined
    },
  })
  const formatted = formatYaml('recorded.test.yaml', document.toString({ lineWidth: 0 }))
  if ('problem' in formatted) throw new Error(formatted.problem.message)
  return formatted.formed
}

/** The root, lists of named answers, the cases, one case: these stand on lines of their own. */
const FRAMES = ['', 'fakes', 'facts', 'cases']

/** True for what stands in an item of a talk, behind `said` or `expect`. */
function isUnder(path: readonly unknown[]): boolean {
  return path.filter((above) => isMap(above)).length > 2
}
