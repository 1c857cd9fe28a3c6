/** What heard sentences come to: how often the right matter began, and how well values were read out. */
import type { SlotTypeName } from '../files/slot-schema.ts'
import type { HeardSentence } from './hear-sentence.ts'

export interface Scores {
  readonly sentences: number
  readonly routing: {
    /** Begun or answered at once as meant. */
    readonly right: number
    /** The one meant was among those offered. */
    readonly offered: number
    readonly wrong: number
    /** (right + offered) of all, 0 to 1. */
    readonly accuracy: number
  }
  readonly slots: Readonly<Partial<Record<SlotTypeName, TypeScore>>>
  /** How often sentences that lead to `meant` led to `heard`; `null` is nothing. Most often first. */
  readonly confusion: readonly {
    readonly meant: string
    readonly heard: string
    readonly count: number
  }[]
  /** The surest mistakes first. */
  readonly worst: readonly Mistake[]
}

/** `precision` of what was read, `recall` of what was there: 0 to 1, null when there was none. */
interface TypeScore {
  readonly right: number
  readonly read: number
  readonly there: number
  readonly precision: number | null
  readonly recall: number | null
}

interface Mistake {
  readonly line: number
  readonly text: string
  readonly meant: string
  readonly heard: string
  readonly p: string
  readonly score: number
}

const MOST_WORST = 20

export function scoresOf(heard: readonly HeardSentence[]): Scores {
  const judged = heard.map((each) => ({ ...each, verdict: verdictOf(each) }))
  const count = (verdict: Verdict) => judged.filter((each) => each.verdict === verdict).length
  const [right, offered, wrong] = [count('right'), count('offered'), count('wrong')]
  const mistakes = judged.filter(({ verdict }) => verdict === 'wrong').map(mistakeOf)
  return {
    sentences: heard.length,
    routing: { right, offered, wrong, accuracy: shareOf(right + offered, heard.length) ?? 0 },
    slots: slotScores(heard),
    confusion: confusionOf(mistakes),
    worst: mistakes.toSorted((a, b) => b.score - a.score || a.line - b.line).slice(0, MOST_WORST),
  }
}

type Verdict = 'right' | 'offered' | 'wrong'

function verdictOf({ sentence, route }: HeardSentence): Verdict {
  const meant = meantBy(sentence)
  if (meant === route.to && route.among.length === 0) return 'right'
  return meant !== null && route.among.includes(meant) ? 'offered' : 'wrong'
}

function meantBy({ flow, faq }: HeardSentence['sentence']): string | null {
  return faq === undefined ? (flow ?? null) : `faq:${faq}`
}

function mistakeOf({ sentence, route }: HeardSentence): Mistake {
  const { line, text } = sentence
  const heard = route.among.length > 0 ? `${route.among.join('|')}?` : String(route.to)
  return { line, text, meant: String(meantBy(sentence)), heard, p: route.p, score: route.score }
}

function confusionOf(mistakes: readonly Mistake[]): Scores['confusion'] {
  const counts = new Map<string, { meant: string; heard: string; count: number }>()
  for (const { meant, heard } of mistakes) {
    const key = `${meant} ${heard}`
    const known = counts.get(key) ?? { meant, heard, count: 0 }
    counts.set(key, { ...known, count: known.count + 1 })
  }
  return [...counts.values()].toSorted((a, b) => b.count - a.count)
}

function slotScores(heard: readonly HeardSentence[]): Scores['slots'] {
  const scores = new Map<SlotTypeName, { right: number; read: number; there: number }>()
  const add = (type: SlotTypeName, key: 'right' | 'read' | 'there') => {
    const score = scores.get(type) ?? { right: 0, read: 0, there: 0 }
    score[key] += 1
    scores.set(type, score)
  }
  for (const { sentence, values, types } of heard) {
    for (const { type } of Object.values(values)) add(type, 'read')
    for (const [name, value] of Object.entries(sentence.slots ?? {})) {
      const type = types[name]
      if (!type) continue
      add(type, 'there')
      if (isSame(values[name]?.value, value)) add(type, 'right')
    }
  }
  return Object.fromEntries(
    [...scores].map(([type, { right, read, there }]) => [
      type,
      { right, read, there, precision: shareOf(right, read), recall: shareOf(right, there) },
    ]),
  )
}

/** Months may be written as `{from, to}`. */
function isSame(read: unknown, meant: unknown): boolean {
  const { from, to } = Object(meant) as { from?: unknown; to?: unknown }
  const plain = from !== undefined && to !== undefined ? `${from}/${to}` : meant
  return JSON.stringify(read) === JSON.stringify(plain)
}

function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}
