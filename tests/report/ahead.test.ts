/** What the report knows of the month to come. */
import { expect, test } from 'vitest'
import { readAhead } from '../../src/report/read/ahead.ts'
import { openTestDatabase } from '../support/database.ts'

test('days of a December that stand in the next year’s file are in it, in order', async () => {
  const { db, close } = await openTestDatabase()
  const ahead = (month: string) =>
    db.transaction().execute((tx) => readAhead(tx, { projectId: 'p-1', month }))
  // data of 2023: 元旦 began on Saturday, 31 December 2022.
  const { days, isYearKnown } = await ahead('2022-12')
  expect(days.map(({ day }) => day)).toEqual(['2022-12-31'])
  expect(isYearKnown).toBe(true)
  expect((await ahead('2099-12')).isYearKnown).toBe(false)
  await close()
})
