/** Sentences as owners write them, and the leaf of the shipped tree each belongs to. */
import { beforeAll, describe, expect, test } from 'vitest'
import { type Rules, readRules } from '../../../src/desk/rules.ts'
import { inferCategory } from '../../../src/desk/tickets/categories.ts'
import { SENTENCES } from './category-sentences.ts'

let rules: Rules['categories']
beforeAll(async () => {
  rules = (await readRules()).categories
})

describe('a sentence finds its leaf', () => {
  test.each(SENTENCES)('%s: %s → %s', (kind, text, id) => {
    expect(inferCategory(rules, { text, kind }).id).toBe(id)
  })

  test('of every kind, and there are more than a hundred and fifty', () => {
    expect(SENTENCES.length).toBeGreaterThan(150)
    expect(new Set(SENTENCES.map(([kind]) => kind)).size).toBe(7)
  })
})
