/** On which day a warranty ends, and what is the developer's on the days around it: by table, from the shipped rules. */
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { readRules } from '../../../src/desk/rules.ts'
import { verdictOn } from '../../../src/desk/warranty/judge.ts'
import { lastDayOf } from '../../../src/desk/warranty/last-day.ts'
import { warrantyRulesSchema } from '../../../src/desk/warranty/rules.ts'
import { readYaml } from '../../../src/yaml-text.ts'

const { warranty, categories } = await readRules()

test.each([
  ['installation', '2024-11-23', '2026-11-23'],
  ['waterproof', '2021-11-23', '2026-11-23'],
  ['structure', '2000-01-01', '2050-01-01'],
  // A year without such a day: the last of its month.
  ['installation', '2024-02-29', '2026-02-28'],
  ['waterproof', '2019-02-28', '2024-02-28'],
  ['installation', '2023-12-31', '2025-12-31'],
  // Delivered in summer: the winters that begin in that year and the next.
  ['heating', '2024-06-30', '2026-03-15'],
  // On the first day of supply the winter is whole; a day later it is not.
  ['heating', '2024-11-15', '2026-03-15'],
  ['heating', '2024-11-16', '2027-03-15'],
  // In the middle of a winter that began in the year before.
  ['heating', '2025-01-10', '2027-03-15'],
  ['heating', '2025-03-15', '2027-03-15'],
  ['cooling', '2024-05-31', '2025-09-30'],
  ['cooling', '2024-06-01', '2025-09-30'],
  ['cooling', '2024-06-02', '2026-09-30'],
] as const)('%s counted from %s lasts until %s', (which, from, until) => {
  expect(lastDayOf(warranty, which, from)).toBe(until)
})

test.each([
  [['installation'], '2024-11-23', '2026-11-22', 'within', '2026-11-23'],
  [['installation'], '2024-11-23', '2026-11-23', 'within', '2026-11-23'],
  [['installation'], '2024-11-23', '2026-11-24', 'over', '2026-11-23'],
  [['installation', 'waterproof'], '2024-11-23', '2026-11-23', 'within', '2026-11-23'],
  [['installation', 'waterproof'], '2024-11-23', '2026-11-24', 'cause', '2029-11-23'],
  [['waterproof', 'installation'], '2024-11-23', '2029-11-23', 'cause', '2029-11-23'],
  [['installation', 'waterproof'], '2024-11-23', '2029-11-24', 'over', '2029-11-23'],
  // Reported before it was delivered.
  [['installation'], '2027-01-01', '2026-11-23', 'within', '2029-01-01'],
] as const)('%j from %s on %s: %s until %s', (...row) => {
  const [classes, from, day, verdict, until] = row
  expect(verdictOn(warranty, classes, { from, day })).toEqual({ verdict, until })
})

test('the statutory minimum is what is shipped', () => {
  const { classes } = warranty
  expect(classes.waterproof).toMatchObject({ years: 5 })
  expect(classes.installation).toMatchObject({ years: 2 })
  expect(classes.heating).toMatchObject({ seasons: 2, of: 'heating' })
  expect(classes.cooling).toMatchObject({ seasons: 2, of: 'cooling' })
  expect(warranty.counts_from.home).toEqual(['room-delivery', 'building-delivery'])
  expect(warranty.counts_from.public).toEqual(['building-completion'])
  expect(warranty.counts_from.grounds).toEqual(['estate-completion'])
})

test('every leaf the developer pays for as a rule has a class', () => {
  const lacking = categories.all.filter(
    ({ isLeaf, payer, warranty: classes }) =>
      isLeaf && payer === 'developer_warranty' && classes.length === 0,
  )
  expect(lacking).toEqual([])
})

test.each([
  ['no years', (all: Shipped) => ({ ...all, classes: { ...all.classes, waterproof: {} } })],
  ['none at all', ({ classes: _, ...rest }: Shipped) => rest],
  ['half a year', (all: Shipped) => withYears(all, 0.5)],
  ['no time', (all: Shipped) => withYears(all, 0)],
  ['a thousand years', (all: Shipped) => withYears(all, 1000)],
  [
    'a day that is none',
    (all: Shipped) => ({ ...all, seasons: { heating: { from: '13-40', to: '03-15' } } }),
  ],
  [
    'a day nobody keeps',
    (all: Shipped) => ({ ...all, counts_from: { ...all.counts_from, home: ['sold'] } }),
  ],
  [
    'nothing to count from on the grounds',
    (all: Shipped) => ({ ...all, counts_from: { ...all.counts_from, grounds: [] } }),
  ],
])('rules with %s are refused', async (_name, change) => {
  const shipped = await shippedRules()
  expect(warrantyRulesSchema.safeParse(shipped).success).toBe(true)
  expect(warrantyRulesSchema.safeParse(change(shipped)).success).toBe(false)
})

interface Shipped {
  readonly classes: Readonly<Record<string, object>>
  readonly counts_from: Readonly<Record<string, readonly string[]>>
}

async function shippedRules(): Promise<Shipped> {
  const read = readYaml(await readFile('rules/warranty.yaml', 'utf8'))
  if ('problems' in read) throw new Error('rules/warranty.yaml is no YAML')
  return read.value as Shipped
}

function withYears(all: Shipped, years: number) {
  return { ...all, classes: { ...all.classes, waterproof: { words: '防水', years } } }
}
