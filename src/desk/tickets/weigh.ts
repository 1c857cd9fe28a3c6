/** How urgent a matter is and whom it touches, and the priority that comes of both: rules/categories.yaml, `matrix`. */
import { type Category, type CategoryRules, IMPACTS, type Impact } from './category-rules.ts'
import { PRIORITIES, type Priority } from './rules.ts'

export interface Weight {
  /** The leaf's own priority, or urgent by the words. */
  readonly urgency: Priority
  readonly impact: Impact
  /** What both come to. */
  readonly priority: Priority
  /** The words that raised one of them, as they stood in the report. */
  readonly why: readonly string[]
}

/** `isShared`: it is in a place that neighbours share, not in somebody's home. */
export function weigh(
  rules: CategoryRules,
  category: Category,
  { text, isShared = false }: { readonly text: string; readonly isShared?: boolean },
): Weight {
  const hurry = hurryIn(rules, category, text)
  const touched = touchedIn(rules, category, text)
  const urgency = hurry ? 'urgent' : category.priority
  const impact = touched?.impact ?? (isShared ? 'unit' : 'home')
  return {
    ...{ urgency, impact },
    priority: rules.matrix[urgency][impact],
    why: [hurry, touched?.word].filter((word) => word !== undefined),
  }
}

/** Of two weighings of one matter the graver urgency and the graver impact. */
export function heavier(
  rules: CategoryRules,
  before: Pick<Weight, 'urgency' | 'impact'>,
  more: Pick<Weight, 'urgency' | 'impact'>,
): Omit<Weight, 'why'> {
  const urgency = isGraver(more.urgency, before.urgency) ? more.urgency : before.urgency
  const isWider = IMPACTS.indexOf(more.impact) > IMPACTS.indexOf(before.impact)
  const impact = isWider ? more.impact : before.impact
  return { urgency, impact, priority: rules.matrix[urgency][impact] }
}

/** Whether a matter of priority `one` goes before one of `other`. */
export function isGraver(one: Priority, other: Priority): boolean {
  return PRIORITIES.indexOf(one) < PRIORITIES.indexOf(other)
}

/** The words that raised it, as the log keeps why; nothing when none did. */
export function reasonOf({ why }: Weight): { readonly reason?: string } {
  return why.length > 0 ? { reason: why.map((word) => `“${word}”`).join('、') } : {}
}

function hurryIn({ urgent }: CategoryRules, category: Category, text: string): string | undefined {
  if (urgent.not.some((word) => text.includes(word))) return undefined
  return [...urgent.words, ...category.urgentWords].find((word) => text.includes(word))
}

function touchedIn({ impact }: CategoryRules, category: Category, text: string) {
  const { kinds, words, not } = impact
  if (!kinds.includes(category.kind) || not.some((word) => text.includes(word))) return null
  for (const level of IMPACTS.toReversed()) {
    const word = words[level]?.find((one) => text.includes(one))
    if (word) return { impact: level, word }
  }
  return null
}
