import { expect, test } from 'vitest'
import { openLedger, outsideOutages } from './ledger.ts'

test.each([
  { what: 'no outage', outages: [], outside: 150 },
  { what: 'one before', outages: [{ from: 0, to: 50 }], outside: 150 },
  { what: 'one after', outages: [{ from: 300, to: 400 }], outside: 150 },
  { what: 'one over all of it', outages: [{ from: 0, to: 400 }], outside: 0 },
  { what: 'one at its beginning', outages: [{ from: 0, to: 120 }], outside: 130 },
  { what: 'one in the middle', outages: [{ from: 150, to: 200 }], outside: 100 },
  {
    what: 'two that overlap',
    outages: [
      { from: 150, to: 200 },
      { from: 120, to: 180 },
    ],
    outside: 70,
  },
  {
    what: 'one that has not ended',
    outages: [{ from: 200, to: Number.POSITIVE_INFINITY }],
    outside: 100,
  },
])('a stretch from 100 to 250 with $what', ({ outages, outside }) => {
  expect(outsideOutages(outages, 100, 250)).toBe(outside)
})

test('an outage that fails is noted with its end', async () => {
  const ledger = openLedger()
  const failing = ledger.during(() => Promise.reject(new Error('broken')))
  await expect(failing).rejects.toThrow('broken')
  expect(ledger.outages).toHaveLength(1)
  expect(ledger.outages[0]?.to).toBeLessThan(Number.POSITIVE_INFINITY)
})
