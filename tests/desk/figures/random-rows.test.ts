/** The views against a plain count over rows made by chance: many seeds, every state a table allows. */
import { expect, test } from 'vitest'
import { keepCategoryNodes } from '../../../src/desk/figures/category-nodes.ts'
import { type Figure, figuresOfMonth, figuresOfWeek } from '../../../src/desk/figures/figures.ts'
import { readRules } from '../../../src/desk/rules.ts'
import { openTestDatabase } from '../../support/database.ts'
import { PROJECT } from '../../support/desk/staff.ts'
import { seededRandom, writeRandomRows } from './random-rows.ts'
import { recomputed } from './recomputed.ts'

const { categories } = await readRules()

function shown(figures: readonly Figure[]) {
  return Object.fromEntries(
    figures.map((one) => [
      `${one.measure} ${one.dimension} ${one.key}`,
      `${one.numerator}/${one.denominator} of ${one.total}, ${one.scoreSum ?? 0}`,
    ]),
  )
}

test.each([1, 2, 3, 5, 8, 13, 21, 34])('seed %i: every figure of every month', async (seed) => {
  const { db, close } = await openTestDatabase()
  try {
    await keepCategoryNodes(db, categories)
    await writeRandomRows(db, { rules: categories, random: seededRandom(seed), count: 120 })
    for (const month of ['2026-09', '2026-10', '2026-11']) {
      const figures = await figuresOfMonth(db, PROJECT, month)
      expect(figures.length).toBeGreaterThan(50)
      expect(shown(figures)).toEqual(await recomputed(db, categories, PROJECT, month))
    }
    const october = await figuresOfMonth(db, PROJECT, '2026-10')
    for (const verdict of [
      'cancelled',
      'merged',
      'replaced',
      'paused',
      'running',
      'forced',
    ] as const) {
      expect(october.some((one) => one[verdict] > 0)).toBe(true)
    }
  } finally {
    await close()
  }
})

test('a week has the figures of its seven days, and one measure can be asked for alone', async () => {
  const { db, close } = await openTestDatabase()
  try {
    await keepCategoryNodes(db, categories)
    await writeRandomRows(db, { rules: categories, random: seededRandom(55), count: 120 })
    const days = { from: '2026-10-05', to: '2026-10-12' }
    const week = await figuresOfWeek(db, PROJECT, '2026-W41')
    expect(shown(week)).toEqual(await recomputed(db, categories, PROJECT, days))
    const alone = await figuresOfWeek(db, PROJECT, '2026-W41', 'resolve')
    expect(alone).toEqual(week.filter(({ measure }) => measure === 'resolve'))
  } finally {
    await close()
  }
})
