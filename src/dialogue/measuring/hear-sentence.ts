/** One sentence heard as the first of a talk: where it leads, and which values are read out of it. */
import type { FlowSet } from '../files/flow-set.ts'
import type { SlotDef, SlotTypeName } from '../files/slot-schema.ts'
import { hear } from '../run/hear.ts'
import { openTurn } from '../run/open-turn.ts'
import { emptySession } from '../run/session.ts'
import { newRun } from '../run/start-flow.ts'
import type { Turn } from '../run/turn.ts'
import { wantedOf } from '../run/wanted.ts'
import { openDesk } from '../testing/fakes.ts'
import type { Command, Precedence, Value } from '../understand/command.ts'
import { extract, type Wanted } from '../understand/extract.ts'
import { canonicalRoom } from '../understand/find-room.ts'
import { understand } from '../understand/precedence.ts'
import type { Sentence } from './sentence.ts'

/** Where a sentence leads: one of these names, or null when nothing is begun or answered. */
interface Route {
  /** A flow's id, or `faq:` and the id of a question. */
  readonly to: string | null
  /** Of a choice that is offered instead: what is in it, by the same names. */
  readonly among: readonly string[]
  readonly p: Precedence
  /** How sure: of flows their score, of questions their likeness of 0 to 1. */
  readonly score: number
}

interface HeardValue {
  readonly type: SlotTypeName
  readonly value: unknown
}

export interface HeardSentence {
  readonly sentence: Sentence
  readonly route: Route
  /** By the names the line uses; only when it names any. */
  readonly values: Readonly<Record<string, HeardValue>>
  readonly types: Readonly<Record<string, SlotTypeName>>
}

/** Types that a sentence may hold at its first hearing, whatever the flow: sentences are labelled with these. */
const SAID_TYPES: readonly SlotTypeName[] = [
  'room',
  'plate',
  'cn_phone',
  'amount',
  'month_range',
  'time_window',
  'rating',
  'person_name',
]

/** The same for everybody: an identified owner with a home, on `now`. Throws for a name of `slots` that is no slot and no type. */
export async function hearSentence(
  flows: FlowSet,
  sentence: Sentence,
  { now, standsFor }: { readonly now: Date; readonly standsFor: StandsFor },
): Promise<HeardSentence> {
  const { world } = openDesk(flows, { clock: now.toISOString(), user: HOLDER })
  const input = { session: emptySession(), heard: [], now, turnId: 'sentence' }
  const turn = await openTurn(input, world)
  const hearing = hear(turn, sentence.text)
  const { p, commands } = understand(hearing)
  const [first] = commands
  const route = { ...leadsTo(first, hearing, standsFor), p }
  return { sentence, route, ...valuesOf(turn, sentence) }
}

const HOLDER = { audience: ['owner'], identified: true, phone: '13900139000', rooms: ['1-1-101'] }

type Scores = Pick<ReturnType<typeof hear>, 'starts' | 'faqs'>

/** Commands that begin no flow of their own, and the flow whose matter each stands for. */
export type StandsFor = Readonly<Record<'hazard' | 'handoff', string>>

function leadsTo(
  command: Command | undefined,
  hearing: Scores,
  standsFor: StandsFor,
): Omit<Route, 'p'> {
  const none = { to: null, among: [], score: 0 }
  switch (command?.do) {
    case 'start':
      return { ...none, to: command.start.flow, score: scoreOf(hearing, command.start.flow) }
    case 'hazard':
    case 'handoff':
      return { ...none, to: standsFor[command.do], score: Number.POSITIVE_INFINITY }
    case 'clarify': {
      const questions = (command.faqs ?? []).map((faq) => `faq:${faq}`)
      return {
        ...none,
        among: [...command.flows, ...questions],
        score: hearing.starts()[0]?.score ?? 0,
      }
    }
    case 'answer-faq':
      return { ...none, to: `faq:${command.faq}`, score: hearing.faqs()[0]?.similarity ?? 0 }
    default:
      return none
  }
}

function scoreOf(hearing: Scores, flow: string): number {
  return hearing.starts().find((each) => each.flow === flow)?.score ?? 0
}

function valuesOf(turn: Turn, sentence: Sentence): Pick<HeardSentence, 'values' | 'types'> {
  const { slots, flow: id } = sentence
  if (!slots) return { values: {}, types: {} }
  const flow = id ? turn.world.flows.flows.get(id) : undefined
  const run = flow && newRun(turn, flow, 'start', { text: '' })
  const own = flow && run ? wantedOf(flow, run, undefined) : []
  const named = Object.keys(slots).map((name): Wanted => wantedAs(name, own))
  const taken = new Set(named.map(({ def }) => def.type))
  const others = SAID_TYPES.filter((type) => !taken.has(type)).map(
    (type): Wanted => ({ slot: type, def: { type } as SlotDef }),
  )
  const wanted = [...named, ...others]
  const { bot } = turn.world.flows
  const { found } = extract(sentence.text, wanted, { bot, now: turn.now })
  const types = Object.fromEntries(wanted.map(({ slot, def }) => [slot, def.type]))
  const values = Object.entries(found).flatMap(([slot, value]) => {
    const type = types[slot]
    return type ? [[slot, { type, value: wholeOf(value) }] as const] : []
  })
  return { values: Object.fromEntries(values), types }
}

/** A slot of the flow, else a type of values. */
function wantedAs(name: string, own: readonly Wanted[]): Wanted {
  const slot = own.find((each) => each.slot === name)
  const type = typeNamed(name)
  if (!slot && !type) throw new RangeError(`slots.${name} is no slot and no type`)
  return slot ?? { slot: name, def: { type } as SlotDef }
}

/** The type of values that a line means by a name which is no slot of its flow. */
export function typeNamed(name: string): SlotTypeName | undefined {
  const type = TYPE_WORDS[name] ?? name
  return SAID_TYPES.find((each) => each === type)
}

/** How people name types in files of sentences. */
const TYPE_WORDS: Readonly<Record<string, SlotTypeName>> = {
  phone: 'cn_phone',
  visit: 'time_window',
  months: 'month_range',
  name: 'person_name',
}

/** A room in parts is what people said, as far as they said it. */
function wholeOf({ value, fragment }: Value): unknown {
  return (fragment && canonicalRoom(fragment)) ?? value
}
