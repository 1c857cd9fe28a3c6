/** The tree of categories for flows that let people choose. */
import { z } from 'zod'
import { defineAction } from '../action.ts'
import { KINDS } from './category-rules.ts'
import { optional, words } from './inputs.ts'

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

export const categoryActions = [categories]
