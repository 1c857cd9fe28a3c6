/** Whatever a form on a ticket's page answers has words of its own: the list cannot fall behind. */
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { REFUSALS } from '../../src/console/matter-page.tsx'
import { GIVE_OUTCOMES } from '../../src/desk/contractors/give-out.ts'
import { ORDER_OUTCOMES } from '../../src/desk/contractors/steps.ts'
import { MERGE_OUTCOMES } from '../../src/desk/tickets/merge.ts'

/** No form asks for it, or it is no refusal there (src/console/contractor-acts.ts). */
const NOT_REFUSED = ['to_check', 'not_developers']

test('every refusal of the page has its words, and all words are of a refusal', async () => {
  const words = parse(await readFile('flows/_text/console.zh-CN.yaml', 'utf8'))
  const told = Object.keys(words.console.matter.refused).filter((name) => name !== 'other')
  expect([...REFUSALS].sort()).toEqual(told.sort())
})

test('what the desk refuses is among them', () => {
  const all = [...MERGE_OUTCOMES, ...GIVE_OUTCOMES, ...ORDER_OUTCOMES]
  const unknown = all.filter((one) => !REFUSALS.includes(one) && !NOT_REFUSED.includes(one))
  expect(unknown).toEqual([])
})
