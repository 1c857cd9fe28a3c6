/** What a matter is about and how urgent it is, read from the words of rules/categories.yaml. */
import { DeskError } from '../errors.ts'
import type { Category, CategoryRules, TicketKind } from './category-rules.ts'
import type { Priority } from './rules.ts'

/** @throws DeskError `no-such-category` when rules/categories.yaml lost a node that tickets use */
export function categoryOf(rules: CategoryRules, id: string): Category {
  const category = rules.byId.get(id)
  if (!category) throw new DeskError('no-such-category', `rules/categories.yaml has no ${id}`)
  return category
}

/**
 * The node whose words fit a sentence best: the longest word wins, then the deeper node, then more of it.
 * A sentence nothing fits is of the kind's `other`. With `hazards`, only dangers are considered, else only others.
 */
export function inferCategory(
  rules: CategoryRules,
  question: { readonly text: string; readonly kind: TicketKind; readonly hazards?: boolean },
): Category {
  const { text, kind, hazards = false } = question
  let best: { category: Category; fit: Fit } | null = null
  for (const category of rules.all) {
    if (category.kind !== kind || category.hazard !== hazards) continue
    const fit = fitOf(category, text)
    if (fit && (!best || isBetter(fit, best.fit))) best = { category, fit }
  }
  if (best) return best.category
  return categoryOf(rules, hazards ? 'hazard' : rules.kinds[kind].other)
}

/** The category's own priority, or urgent when the words say so and none of them takes it back. */
export function priorityOf(rules: CategoryRules, category: Category, text: string): Priority {
  if (rules.urgent.not.some((word) => text.includes(word))) return category.priority
  const raised = [...rules.urgent.words, ...category.urgentWords]
  return raised.some((word) => text.includes(word)) ? 'urgent' : category.priority
}

interface Fit {
  readonly longest: number
  readonly depth: number
  readonly total: number
}

function fitOf(category: Category, text: string): Fit | null {
  if (category.not.some((word) => text.includes(word))) return null
  const lengths = category.words.filter((word) => text.includes(word)).map((word) => word.length)
  if (lengths.length === 0) return null
  const total = lengths.reduce((sum, length) => sum + length, 0)
  return { longest: Math.max(...lengths), depth: category.depth, total }
}

function isBetter(a: Fit, b: Fit): boolean {
  return (a.longest - b.longest || a.depth - b.depth || a.total - b.total) > 0
}
