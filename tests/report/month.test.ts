import { describe, expect, test } from 'vitest'
import { type ReportMonth, reportMonth, weeksOf } from '../../src/report/month.ts'

const NOW = new Date('2026-11-02T10:00:00+08:00')
const month = (text: string, now = NOW) => reportMonth(text, now) as ReportMonth

describe('the month', () => {
  test('with its neighbours, in the zone of the estate', () => {
    expect(month('2026-10')).toEqual({
      month: '2026-10',
      from: '2026-10-01',
      to: '2026-11-01',
      previous: '2026-09',
      lastYear: '2025-10',
      next: '2026-11',
      startAt: new Date('2026-09-30T16:00:00Z'),
      endAt: new Date('2026-10-31T16:00:00Z'),
      isOver: true,
    })
    expect(month('2026-01')).toMatchObject({ previous: '2025-12', lastYear: '2025-01' })
    expect(month('2025-12')).toMatchObject({ next: '2026-01', to: '2026-01-01' })
  })

  test('is over with its last midnight, not before', () => {
    expect(month('2026-10', new Date('2026-10-31T15:59:59.999Z')).isOver).toBe(false)
    expect(month('2026-10', new Date('2026-10-31T16:00:00Z')).isOver).toBe(true)
  })

  test('that has not begun is none yet; it begins at midnight in Shanghai', () => {
    expect(reportMonth('2026-12', NOW)).toBe('future')
    expect(reportMonth('2026-11', new Date('2026-10-31T15:59:59Z'))).toBe('future')
    expect(month('2026-11', new Date('2026-10-31T16:00:00Z')).isOver).toBe(false)
  })

  test.each([
    '',
    '2026',
    '2026-13',
    '2026-00',
    '2026-1',
    '26-10',
    '2026-10-01',
    '2026-Q4',
    ' 2026-10',
    '2026-10\n',
    '1999-12',
    '２０２６-10',
  ])('is not %j', (text) => {
    expect(reportMonth(text, NOW)).toBeNull()
  })
})

describe('the weeks of a month', () => {
  test('are whole, and reach beyond it at both ends', () => {
    expect(weeksOf(month('2026-10'))).toEqual([
      { week: '2026-W40', from: '2026-09-28', to: '2026-10-04' },
      { week: '2026-W41', from: '2026-10-05', to: '2026-10-11' },
      { week: '2026-W42', from: '2026-10-12', to: '2026-10-18' },
      { week: '2026-W43', from: '2026-10-19', to: '2026-10-25' },
      { week: '2026-W44', from: '2026-10-26', to: '2026-11-01' },
    ])
  })

  test('belong to the year their Thursday is in', () => {
    const later = new Date('2030-01-01T00:00:00Z')
    expect(weeksOf(month('2027-01', later))[0]?.week).toBe('2026-W53')
    expect(weeksOf(month('2024-12', later)).at(-1)?.week).toBe('2025-W01')
    // A February of four whole weeks.
    expect(weeksOf(month('2027-02', later)).map(({ from }) => from)).toEqual([
      '2027-02-01',
      '2027-02-08',
      '2027-02-15',
      '2027-02-22',
    ])
  })
})
