/** The leaves somebody may mean by a word or two, and the groups they stand in. */

import type { Category, CategoryRules } from './category-rules.ts'
import type { TicketKind } from './kinds.ts'

export interface LeafChoice {
  readonly id: string
  readonly name: string
  /** Names of what stands below, parted by 、: whoever says one of them means this group. */
  readonly match: string
}

/** A menu has one page of these; more is no choice. */
const MOST = 8

/** Leaves of a kind whose own words, or whose name, stand in what was said: the longest first. Dangers are none. */
export function leavesBy(rules: CategoryRules, kind: TicketKind, said: string): LeafChoice[] {
  return leavesOf(rules, kind)
    .map((leaf) => ({ leaf, fit: fitOf(leaf, said) }))
    .filter(({ fit }) => fit > 0)
    .sort((one, other) => other.fit - one.fit)
    .slice(0, MOST)
    .map(({ leaf }) => choiceOf(leaf, leaf.path, []))
}

/** The nodes that leaves of a kind hang on, in the order of the tree; a leaf at the top is its own. */
export function groupsOf(rules: CategoryRules, kind: TicketKind): LeafChoice[] {
  const leaves = leavesOf(rules, kind)
  const ids = [...new Set(leaves.map(({ id, parentId }) => parentId ?? id))]
  return ids.flatMap((id) => {
    const group = rules.byId.get(id)
    return group ? [choiceOf(group, group.name, leavesIn(leaves, id))] : []
  })
}

export function leavesUnder(rules: CategoryRules, kind: TicketKind, groupId: string): LeafChoice[] {
  return leavesIn(leavesOf(rules, kind), groupId).map((leaf) => choiceOf(leaf, leaf.name, []))
}

/** What a ticket of this kind can be corrected to: a danger is raised as one. */
export function leavesOf({ all }: CategoryRules, kind: TicketKind): Category[] {
  return all.filter((one) => one.kind === kind && one.isLeaf && !one.hazard)
}

function leavesIn(leaves: readonly Category[], groupId: string): Category[] {
  return leaves.filter(({ id, parentId }) => (parentId ?? id) === groupId)
}

function choiceOf({ id }: Category, name: string, below: readonly Category[]): LeafChoice {
  return { id, name, match: below.map((leaf) => leaf.name).join('、') }
}

function fitOf(leaf: Category, said: string): number {
  const isNamed = said.includes(leaf.name)
  const groups = leaf.not.some((word) => said.includes(word)) ? [] : leaf.words
  const fitting = groups.filter((group) => group.every((word) => said.includes(word)))
  return Math.max(isNamed ? leaf.name.length : 0, ...fitting.map((group) => group.join('').length))
}
