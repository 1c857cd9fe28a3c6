/** The tree of categories for flows that let people choose. */
import { z } from 'zod'
import { defineAction } from '../action.ts'
import { groupsOf, leavesBy, leavesUnder } from './category-choices.ts'
import { optional, words } from './inputs.ts'
import { KINDS } from './kinds.ts'

const categories = defineAction({
  name: 'tickets.categories',
  with: { kind: { type: 'choice', optional: true }, parent: { type: 'text', optional: true } },
  input: z.object({ kind: optional(z.enum(KINDS)), parent: optional(words) }),
  outcomes: ['ok', 'none'],
  result: { items: 'list', count: 'integer' },
  async run(work, { kind = 'repair', parent = null }) {
    const items = work.rules.categories.all
      .filter((one) => one.kind === kind && !one.hazard && one.parentId === parent)
      .map(({ id, name }) => ({ id, name }))
    return { outcome: items.length > 0 ? 'ok' : 'none', result: { items, count: items.length } }
  },
})

/** "改类别 0007 马桶": by what is named there, else by group. */
const leaves = defineAction({
  name: 'tickets.leaves',
  with: {
    kind: { type: 'choice' },
    words: { type: 'text', optional: true },
    group: { type: 'text', optional: true },
  },
  input: z.object({ kind: z.enum(KINDS), words: optional(words), group: optional(words) }),
  outcomes: ['leaves', 'groups'],
  /** Leaves, or the groups to choose from where the words name none. */
  result: { items: 'list' },
  async run({ rules: { categories: rules } }, { kind, words: said = '', group }) {
    const found = group ? leavesUnder(rules, kind, group) : leavesBy(rules, kind, said)
    if (found.length > 0) return { outcome: 'leaves', result: { items: found } }
    return { outcome: 'groups', result: { items: groupsOf(rules, kind) } }
  },
})

export const categoryActions = [categories, leaves]
