/** Microsoft's own cases for Chinese dates, run on the library and on our wrapper: what is missed is listed, so that an upgrade shows. */
import { readFileSync } from 'node:fs'
import recognizers from '@microsoft/recognizers-text-date-time'
import { expect, test } from 'vitest'
import { recogniseTimes } from '../../../src/dialogue/understand/recognise-times.ts'

const FOLDER = new URL('../../fixtures/recognizers-zh/', import.meta.url)

interface Case {
  readonly Input: string
  readonly Context?: { readonly ReferenceDateTime: string }
  readonly NotSupported?: string
  readonly Results: readonly Expected[]
}

interface Expected {
  readonly Text: string
  readonly TypeName: string
  readonly Start?: number
  readonly End?: number
  readonly Resolution: { readonly values: readonly Value[] }
}

interface Value {
  readonly type: string
  readonly value?: string
  readonly start?: string
  readonly end?: string
}

/** Inputs; a list that no longer holds, in either direction, fails the suite. */
interface KnownMisses {
  /** The library finds other passages, or calls them something else. */
  readonly passages: readonly string[]
  /** It finds them and reads another time from them. */
  readonly readings: readonly string[]
  /** Our wrapper takes a day that is none of those expected. */
  readonly days: readonly string[]
}

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8').replace('\uFEFF', ''))
const all = read('DateTimeModel.json') as readonly Case[]
const known = read('known-misses.json') as KnownMisses
const supported = all.filter(({ NotSupported = '' }) => !NotSupported.includes('javascript'))
const model = new recognizers.DateTimeRecognizer('zh-cn').getDateTimeModel()

test('the file is whole: 264 cases, 138 of them for this language', () => {
  expect(all).toHaveLength(264)
  expect(supported).toHaveLength(138)
})

test('the library finds the passages it should, but for the known misses', () => {
  expect(missed(all, hasPassages)).toEqual(known.passages)
})

test('and reads the times it should from them', () => {
  expect(missed(all.filter(hasPassages), hasReadings)).toEqual(known.readings)
})

test('our wrapper takes no other day than those', () => {
  expect(missed(supported, takesDays)).toEqual(known.days)
})

function missed(cases: readonly Case[], holds: (one: Case) => boolean): readonly string[] {
  return cases.filter((one) => !holds(one)).map(({ Input }) => Input)
}

function hasPassages(one: Case): boolean {
  const found = parsed(one).map(({ text, typeName }) => `${typeName} ${text}`)
  const expected = one.Results.map(({ Text, TypeName }) => `${TypeName} ${Text}`)
  return JSON.stringify(found) === JSON.stringify(expected)
}

function hasReadings(one: Case): boolean {
  const found = parsed(one).map(({ resolution }) => times(resolution?.['values'] ?? []))
  return (
    JSON.stringify(found) === JSON.stringify(one.Results.map((it) => times(it.Resolution.values)))
  )
}

/** Every day we take stands in the expected readings of the passage it was taken from. */
function takesDays(one: Case): boolean {
  return recogniseTimes(one.Input, new Date(`${momentOf(one)}+08:00`)).every(
    ({ start, end, date }) => {
      if (!date) return true
      const words = one.Input.slice(start, end)
      const readings = one.Results.filter(({ Text }) => Text === words)
      return readings.some(({ Resolution }) =>
        Resolution.values.some(({ value, start: from }) => (from ?? value ?? '').startsWith(date)),
      )
    },
  )
}

/** Cases that depend on no moment name none. */
const momentOf = ({ Context }: Case) => Context?.ReferenceDateTime ?? '2018-01-22T00:00:00'

function parsed(one: Case) {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = momentOf(one)
    .split(/[-T:]/)
    .map(Number)
  return model.parse(one.Input, new Date(year, month - 1, day, hour, minute, second))
}

const times = (values: readonly Value[]) =>
  values.map(({ type, value, start, end }) => [type, value ?? null, start ?? null, end ?? null])
