/** What a matter is about and how urgent it is, read from the words of rules/categories.yaml. */
import { DeskError } from '../errors.ts'
import type { Category, CategoryRules } from './category-rules.ts'
import type { TicketKind } from './kinds.ts'

/** @throws DeskError `no-such-category` when rules/categories.yaml lost a node that tickets use */
export function categoryOf(rules: CategoryRules, id: string): Category {
  const category = rules.byId.get(id)
  if (!category) throw new DeskError('no-such-category', `rules/categories.yaml has no ${id}`)
  return category
}

export interface Question {
  readonly text: string
  readonly kind: TicketKind
  readonly hazards?: boolean
  /** Where it is, as far as it was told beside the text: a place in people's words. */
  readonly place?: string
}

/**
 * The node whose words fit a sentence best: the longest word wins, then the deeper node, then the one of the place that
 * is spoken of, then more of it. A sentence nothing fits is of the kind's `other`. With `hazards`, only dangers are
 * considered, else only others.
 */
export function inferCategory(rules: CategoryRules, question: Question): Category {
  const { text, kind, hazards = false } = question
  const said = placeSaid(rules, `${question.place ?? ''} ${text}`)
  let best: { category: Category; fit: Fit } | null = null
  for (const category of rules.all) {
    if (category.kind !== kind || category.hazard !== hazards) continue
    const fit = fitOf(category, text, said)
    if (fit && (!best || isBetter(fit, best.fit))) best = { category, fit }
  }
  if (best) return best.category
  return categoryOf(rules, hazards ? 'hazard' : rules.kinds[kind].other)
}

/** Null when no place is named, or both. */
function placeSaid({ places }: CategoryRules, text: string): 'home' | 'public' | null {
  const isHome = places.home.some((word) => text.includes(word))
  const isPublic = places.public.some((word) => text.includes(word))
  if (isHome === isPublic) return null
  return isHome ? 'home' : 'public'
}

interface Fit {
  readonly longest: number
  readonly depth: number
  readonly place: number
  readonly total: number
}

function fitOf(category: Category, text: string, said: 'home' | 'public' | null): Fit | null {
  if (category.not.some((word) => text.includes(word))) return null
  const lengths = category.words
    .filter((group) => group.every((word) => text.includes(word)))
    .map((group) => group.join('').length)
  if (lengths.length === 0) return null
  return {
    longest: Math.max(...lengths),
    depth: category.depth,
    place: said && (category.place === 'public') === (said === 'public') ? 1 : 0,
    total: lengths.reduce((sum, length) => sum + length, 0),
  }
}

function isBetter(a: Fit, b: Fit): boolean {
  const by = a.longest - b.longest || a.depth - b.depth || a.place - b.place || a.total - b.total
  return by > 0
}
