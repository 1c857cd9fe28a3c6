import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Calendar } from '../../../src/desk/clocks/calendar.ts'
import { readCaseFile } from '../../../src/desk/clocks/cases/case-file.ts'
import { checkCases } from '../../../src/desk/clocks/cases/check-cases.ts'
import { due } from '../../../src/desk/clocks/due.ts'

const file = new URL('../../fixtures/sla/sla-cases.json', import.meta.url)
const text = readFileSync(file, 'utf8')
const cases = readCaseFile(text)

function calendarOf(name: string): Calendar {
  const calendar = cases.calendars.get(name)
  if (!calendar) throw new Error(`no calendar ${name}`)
  return calendar
}

test('the file is whole: 31 due times, 10 elapsed times, 15 calendars', () => {
  expect(cases.dueRows).toHaveLength(31)
  expect(cases.elapsedRows).toHaveLength(10)
  expect(cases.calendars.size).toBe(15)
})

test('times other systems expect: every row agrees', () => {
  expect(checkCases(cases)).toEqual({ total: 41, different: [] })
})

describe('a row with another time', () => {
  const withRow = (change: (file: CaseText) => void) => {
    const changed = JSON.parse(text) as CaseText
    change(changed)
    return checkCases(readCaseFile(JSON.stringify(changed)))
  }
  const dueRow = (row: object) => (file: CaseText) => {
    file.deadline_cases = [row]
    file.elapsed_cases = []
  }

  test.each([
    {
      what: 'rolls from closing time to the next opening',
      row: { start: '2013-06-04T14:00:00Z', minutes: 120, expected: '2013-06-05T07:00:00Z' },
      dispute: 'closing-time',
    },
    {
      what: 'drops the seconds',
      row: { start: '2013-06-04T09:16:36Z', minutes: 10, expected: '2013-06-04T09:26:00Z' },
      dispute: 'seconds',
    },
    {
      what: 'drops the seconds of a pause',
      row: {
        start: '2013-06-04T09:00:00Z',
        minutes: 10,
        pauses: [['2013-06-04T09:01:00Z', '2013-06-04T09:02:30Z']],
        expected: '2013-06-04T09:11:00Z',
      },
      dispute: 'seconds',
    },
    {
      what: 'is a minute late, which nothing explains',
      row: { start: '2013-06-04T09:16:00Z', minutes: 10, expected: '2013-06-04T09:27:00Z' },
      dispute: null,
    },
    {
      what: 'opens too early after a closing time',
      row: { start: '2013-06-04T14:00:00Z', minutes: 120, expected: '2013-06-05T06:59:00Z' },
      dispute: null,
    },
  ])('that $what: $dispute', ({ row, dispute }) => {
    const checked = withRow(dueRow({ calendar: 'z_0918_all', ...row }))
    expect(checked.different).toMatchObject([{ place: 'deadline_cases[0]', dispute }])
  })

  test('elapsed minutes: seconds dropped are a dispute, minutes missing are not', () => {
    const row = {
      calendar: 'z_0918_all',
      start: '2013-06-04T09:00:30Z',
      end: '2013-06-04T09:10:00Z',
    }
    const checked = withRow((changed) => {
      changed.deadline_cases = []
      changed.elapsed_cases = [9, 10, 9.5, 8].map((expected_minutes) => ({
        ...row,
        expected_minutes,
      }))
    })
    expect(checked.total).toBe(4)
    expect(checked.different).toMatchObject([
      { place: 'elapsed_cases[0]', computed: '9.5', dispute: 'seconds' },
      { place: 'elapsed_cases[1]', dispute: 'seconds' },
      { place: 'elapsed_cases[3]', dispute: null },
    ])
  })
})

interface CaseText {
  deadline_cases: object[]
  elapsed_cases: object[]
}

describe('where other systems dispute, servicedesk.md B8 decides', () => {
  test('landing on closing time stays there: newer Zammad rolls to the next opening', () => {
    const start = new Date('2013-06-04T14:00:00Z')
    const answer = due(start, 120 * 60_000, calendarOf('z_0918_all'))
    expect(answer).toEqual(new Date('2013-06-04T16:00:00Z'))
    expect(answer).not.toEqual(new Date('2013-06-05T07:00:00Z'))
  })

  test('seconds are kept: Zammad drops them', () => {
    const start = new Date('2013-03-21T09:16:36Z')
    const answer = due(start, 10 * 60_000, calendarOf('z_0818_wd'))
    expect(answer).toEqual(new Date('2013-03-21T09:26:36Z'))
  })

  test('a hold of 3,601 seconds moves the due time by 3,601 seconds', () => {
    const held = {
      fromAt: new Date('2024-01-18T15:00:00Z'),
      toAt: new Date('2024-01-18T16:00:01Z'),
    }
    const answer = due(new Date('2024-01-18T15:00:00Z'), 120 * 60_000, calendarOf('frappe'), [held])
    expect(answer).toEqual(new Date('2024-01-19T10:00:01Z'))
  })
})
