/** Talk that shares words with the known questions and is none: reports, complaints, fees, tickets, danger. */
import { describe, expect, test } from 'vitest'
import { meaningOf, sentences } from './meaning.ts'

const SAID = await sentences('said')

test('eighty sentences and more', () => {
  expect(Object.values(SAID).flat().length).toBeGreaterThanOrEqual(80)
})

describe.each(Object.entries(SAID))('%s', (meaning, sentences) => {
  test.each(sentences)('%s', async (sentence) => {
    expect(await meaningOf(sentence)).toBe(meaning)
  })
})
