/** Questions as owners ask them, none of them written among the ways of asking, and which answer they get. */
import { describe, expect, test } from 'vitest'
import { faqs, meaningOf, sentences } from './meaning.ts'

const ASKED = await sentences('asked')

test('at least forty-five questions, each asked in six ways or more and answered in a few lines', () => {
  expect(faqs.length).toBeGreaterThanOrEqual(45)
  for (const { id, ask, answer } of faqs) {
    expect(new Set(ask).size, id).toBeGreaterThanOrEqual(6)
    const plain = answer.variants.map((text) => text.replaceAll(/\{%.*?%\}|\{\{.*?\}\}/g, ''))
    for (const text of plain) expect(text.length, `${id}: ${text}`).toBeLessThanOrEqual(120)
  }
})

test('every question is asked here at least three times, in other words than the file has', () => {
  expect(Object.keys(ASKED).toSorted()).toEqual(faqs.map(({ id }) => id).toSorted())
  const written = new Set(faqs.flatMap(({ ask }) => ask))
  for (const [id, sentences] of Object.entries(ASKED)) {
    expect(sentences.length, id).toBeGreaterThanOrEqual(3)
    expect(sentences.filter((sentence) => written.has(sentence))).toEqual([])
  }
})

describe.each(Object.entries(ASKED))('%s', (id, sentences) => {
  test.each(sentences)('%s', async (sentence) => {
    expect(await meaningOf(sentence)).toBe(id)
  })
})

describe.each(faqs.map(({ id, ask }) => [id, ask] as const))('%s, as it is written', (id, ask) => {
  test.each(ask)('%s', async (sentence) => {
    expect(await meaningOf(sentence)).toBe(id)
  })
})
