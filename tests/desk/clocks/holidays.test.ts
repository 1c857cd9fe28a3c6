import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import chineseDays from 'chinese-days'
import { describe, expect, test } from 'vitest'
import { HOLIDAYS_FOLDER, readHolidays } from '../../../src/desk/clocks/statutory/shipped-years.ts'
import { aCalendar, everyWorkday } from './calendars.ts'

const FIXTURES = new URL('../../fixtures/holiday-cn/', import.meta.url)
const YEARS = [2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026]

async function listed(year: number): Promise<readonly { date: string; isOffDay: boolean }[]> {
  const text = await readFile(new URL(`${year}.json`, FIXTURES), 'utf8')
  return (JSON.parse(text) as { days: { date: string; isOffDay: boolean }[] }).days
}

function daysOf(year: number): readonly string[] {
  const days: string[] = []
  for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += 86_400_000) {
    days.push(new Date(at).toISOString().slice(0, 10))
  }
  return days
}

async function ourCalendar() {
  const days = await readHolidays()
  const exceptions = days.map(({ day, kind }) => [day, { kind, asWeekday: null }] as const)
  return aCalendar(everyWorkday('08:30-17:30'), Object.fromEntries(exceptions))
}

describe('our workdays are those of holiday-cn', () => {
  test.each(YEARS)('every day of %i', async (year) => {
    const calendar = await ourCalendar()
    const notices = await Promise.all(
      [year - 1, year, year + 1].filter((one) => YEARS.includes(one)).map(listed),
    )
    const off = new Map(notices.flat().map(({ date, isOffDay }) => [date, isOffDay]))
    const own = await listed(year)
    expect(own.length).toBeGreaterThan(20)
    const wrong = daysOf(year).filter((day) => {
      const isWeekend = [0, 6].includes(new Date(day).getUTCDay())
      return calendar.isWorkday(day) === (off.get(day) ?? isWeekend)
    })
    expect(wrong).toEqual([])
  })

  test.each(YEARS)('and those of chinese-days, every day of %i', async (year) => {
    const calendar = await ourCalendar()
    const wrong = daysOf(year).filter(
      (day) => calendar.isWorkday(day) !== chineseDays.isWorkday(day),
    )
    expect(wrong).toEqual([])
  })

  test.each([
    ['2026-01-04', true],
    ['2026-02-14', true],
    ['2026-02-28', true],
    ['2026-05-09', true],
    ['2026-09-20', true],
    ['2026-10-01', false],
    ['2026-11-23', true],
    ['2026-11-22', false],
  ])('%s worked: %s', async (day, isWorked) => {
    expect((await ourCalendar()).isWorkday(day)).toBe(isWorked)
  })
})

describe('the files of rules/holidays', () => {
  test('name the notice each day comes from', async () => {
    const days = await readHolidays()
    expect(days.find(({ day }) => day === '2026-02-14')).toEqual({
      day: '2026-02-14',
      kind: 'work',
      label: '春节',
      source: 'https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm',
      fileYear: 2026,
    })
    expect(days.every(({ source }) => source !== '')).toBe(true)
  })

  test('carry their licence', async () => {
    expect(await readFile(join(HOLIDAYS_FOLDER, 'LICENSE'), 'utf8')).toContain('MIT License')
  })

  test.each([
    ['no JSON', 'not json'],
    ['another shape', '{"year": 2030}'],
    [
      'a day that is none',
      '{"year":2030,"papers":[],"days":[{"name":"x","date":"2030-02-30","isOffDay":true}]}',
    ],
  ])('are refused when one holds %s', async (_name, content) => {
    const folder = await mkdtemp(join(tmpdir(), 'holidays-'))
    await writeFile(join(folder, '2030.json'), content)
    await expect(readHolidays(folder)).rejects.toThrow()
    await rm(folder, { recursive: true })
  })
})
