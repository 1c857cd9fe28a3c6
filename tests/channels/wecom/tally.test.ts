/** Counting by names that come from outside. */
import { expect, test } from 'vitest'
import { openTally } from '../../../src/channels/wecom/tally.ts'

test('names are counted, endless ones cut, and more than a few hundred counted together', () => {
  const tally = openTally()
  for (let n = 0; n < 1000; n += 1) tally.add(`event ${n}`)
  tally.add('event 7')
  tally.add('x'.repeat(5000))
  const counts = tally.read()
  expect(Object.keys(counts).length).toBe(301)
  expect([counts['event 0'], counts['event 7'], counts['other']]).toEqual([1, 2, 701])
})

test.each(['__proto__', 'constructor', 'toString'])('%s is a name like any other', (name) => {
  const tally = openTally()
  tally.add(name)
  expect(Object.entries(tally.read())).toEqual([[name, 1]])
})
