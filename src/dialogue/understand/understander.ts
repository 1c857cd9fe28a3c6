/** The port for an outside model: what it is asked, and how little of what it answers can come of it (dialogue.md D6). */
import { z } from 'zod'
import { PERSONAL_WORDS, type Personal, withoutPersonal } from '../personal/find-personal.ts'
import type { Command, Value } from './command.ts'
import { extract } from './extract.ts'
import type { Hearing } from './hearing.ts'

/** All an outside model is told: nobody's name, home or number, nothing that was said before. */
export interface Question {
  /** What was said, with `〔房号1〕` in place of a home. */
  readonly text: string
  /** Flows this person may begin. */
  readonly flows: readonly {
    readonly id: string
    readonly title: string
    readonly examples: readonly string[]
  }[]
  readonly faqs: readonly { readonly id: string; readonly ask: string }[]
  /** What the flow that is being talked about still wants to know. */
  readonly slots: readonly {
    readonly id: string
    readonly label: string
    readonly type: string
    readonly options?: readonly string[]
    readonly isAsked: boolean
  }[]
}

export interface Understander {
  /** Anything at all, or undefined when there is no answer. */
  ask(question: Question): Promise<unknown>
  /** An opinion given with less confidence than this, from 0 to 1, is none. */
  readonly sure: number
}

/** Everything a model may say; anything besides, and the whole answer is nothing. */
const opinion = z.strictObject({
  confidence: z.number().min(0).max(1),
  commands: z
    .array(
      z.discriminatedUnion('do', [
        z.strictObject({ do: z.literal('start'), flow: z.string() }),
        z.strictObject({ do: z.literal('answer-faq'), faq: z.string() }),
        /** `quote`: the words of the person that say it. */
        z.strictObject({ do: z.literal('set'), slot: z.string(), quote: z.string().min(1) }),
      ]),
    )
    .min(1)
    .max(4),
})

const MOST_EXAMPLES = 3
const MOST_CHARS = 300

export interface Asked {
  readonly question: Question
  /** What stands behind a placeholder. */
  readonly behind: ReadonlyMap<string, string>
}

/** Undefined when the sentence is nothing to ask about: too long to be one matter, or empty without its people. */
export function questionFor(
  hearing: Hearing,
  { flows, faqs, names }: Pick<Question, 'flows' | 'faqs'> & { readonly names: readonly string[] },
): Asked | undefined {
  const behind = new Map<string, string>()
  const text = withoutPersonal(hearing.raw, names, (found) => placeholder(behind, found)).trim()
  if (text === '' || hearing.raw.length > MOST_CHARS) return undefined
  const { run } = hearing
  const slots = (run?.wanted() ?? [])
    .filter(({ slot }) => slot === run?.asked || !(slot in (run?.filled ?? {})))
    .filter(({ slot }) => !(run && isConfirmed(run, slot)))
    .map(({ slot, def, options }) => {
      const choices = (options ?? def.options ?? []).map((option) => option.text)
      return {
        id: slot,
        label: def.label ?? slot,
        type: def.type,
        // What an action listed may be homes or tickets of theirs.
        ...(!options && choices.length > 0 && { options: choices }),
        isAsked: slot === run?.asked,
      }
    })
  const some = flows.map((flow) => ({ ...flow, examples: flow.examples.slice(0, MOST_EXAMPLES) }))
  return { question: { text, flows: some, faqs, slots }, behind }
}

/** A yes that has something done is the person's to say, never a model's to hear. */
function isConfirmed({ flow }: NonNullable<Hearing['run']>, slot: string): boolean {
  return flow.source.steps.some(
    (step) => step.kind === 'confirm' && 'slot' in step.confirm && step.confirm.slot === slot,
  )
}

function placeholder(behind: Map<string, string>, { kind, text }: Personal): string {
  const known = [...behind].find(([, said]) => said === text)?.[0]
  const made = known ?? `〔${PERSONAL_WORDS[kind]}${behind.size + 1}〕`
  behind.set(made, text)
  return made
}

/**
 * The commands of an answer; none when anything in it is unknown, unsure or not the person's own words. Values are what
 * the flow's own parsers read in the words that were quoted.
 */
export function commandsOf(
  answer: unknown,
  hearing: Hearing,
  { question, behind }: Asked,
  sure: number,
): readonly Command[] {
  const read = opinion.safeParse(answer).data
  if (!read || read.confidence < sure) return []
  const { commands } = read
  const sets = commands.flatMap((command) => (command.do === 'set' ? [command] : []))
  if (sets.length > 0) {
    if (sets.length < commands.length) return []
    const values = sets.map(({ slot, quote }) =>
      valueIn(hearing, { question, behind }, slot, quote),
    )
    const known = values.flatMap((value) => value ?? [])
    return known.length < values.length
      ? []
      : [{ do: 'set', values: Object.fromEntries(known), asked: hearing.run?.asked }]
  }
  const [only, ...more] = commands
  return only && more.length === 0 ? matter(hearing, question, only) : []
}

function matter(
  hearing: Hearing,
  { flows, faqs }: Question,
  command: z.output<typeof opinion>['commands'][number],
): readonly Command[] {
  if (command.do === 'answer-faq')
    return faqs.some(({ id }) => id === command.faq) ? [{ do: 'answer-faq', faq: command.faq }] : []
  if (command.do !== 'start' || !flows.some(({ id }) => id === command.flow)) return []
  const start = { flow: command.flow, text: hearing.raw }
  if (!hearing.run) return [{ do: 'start', start }]
  return hearing.run.flow.id === command.flow ? [] : [{ do: 'digress', start }]
}

function valueIn(
  { run, bot, now }: Hearing,
  { question, behind }: Asked,
  slot: string,
  quote: string,
): readonly [string, Value][] | undefined {
  const wanted = run?.wanted().find((each) => each.slot === slot)
  const isOpen = question.slots.some(({ id }) => id === slot)
  if (!wanted || !isOpen || !question.text.includes(quote)) return undefined
  const said = [...behind].reduce((text, [mark, real]) => text.replaceAll(mark, real), quote)
  const loose = slot === run?.asked ? [slot] : []
  const value = extract(said, [wanted], { bot, now, loose }).found[slot]
  return value && [[slot, value]]
}
