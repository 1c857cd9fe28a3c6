/** What flows may do about paid work. */
import { z } from 'zod'
import { type Action, defineAction } from '../action.ts'
import { optional, words } from '../tickets/inputs.ts'
import { ownerQuoteActions } from './owner-actions.ts'
import { priceLine, pricesAskedFor, pricesOfToday } from './price-list.ts'
import { staffQuoteActions } from './staff-actions.ts'

const prices = defineAction({
  name: 'quotes.prices',
  with: { words: { type: 'text', optional: true } },
  input: z.object({ words: optional(words) }),
  outcomes: ['ok', 'none', 'empty'],
  result: { items: 'list', count: 'integer', shown: 'integer' },
  async run(work, asked) {
    const projectId = work.actor.kind === 'system' ? '' : work.actor.projectId
    const all = await pricesOfToday(work, projectId)
    if (all.length === 0) return { outcome: 'empty' }
    const { shown, asking } = work.rules.quotes.prices
    const found = pricesAskedFor(all, asked.words ?? '', asking)
    const items = found.slice(0, shown).map(priceLine)
    const result = { items, count: found.length, shown: items.length }
    return { outcome: found.length > 0 ? 'ok' : 'none', result }
  },
})

export const quoteActions: readonly Action[] = [prices, ...staffQuoteActions, ...ownerQuoteActions]
