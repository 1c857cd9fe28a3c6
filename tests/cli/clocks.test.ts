import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { clocksCommand } from '../../src/cli/clocks.ts'

const CASES = new URL('../fixtures/sla/sla-cases.json', import.meta.url).pathname
const original = JSON.parse(await readFile(CASES, 'utf8'))

/** Where years are kept; a second file of the same text is known. */
const kept: string[] = []
let closed = 0
const book = {
  async keep(text: string) {
    const isKnown = kept.includes(text)
    if (!isKnown) kept.push(text)
    return isKnown ? ('known' as const) : ('kept' as const)
  },
  async close() {
    closed += 1
  },
}

async function run(...argv: string[]): Promise<{ code: number; lines: readonly string[] }> {
  const lines: string[] = []
  const print = (line: string) => lines.push(...line.split('\n'))
  const code = await clocksCommand({ argv, print, open: async () => book })
  return { code, lines }
}

let written = 0
async function fileOf(content: unknown): Promise<string> {
  written += 1
  const path = join(tmpdir(), `clock-cases-${process.pid}-${written}.json`)
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

const aRow = (row: object) => ({
  calendars: { office: { tz: 'Asia/Shanghai', hours: { mon: [['09:00', '18:00']] } } },
  deadline_cases: [
    {
      calendar: 'office',
      start: '2026-11-23T01:00:00Z',
      minutes: 60,
      expected: '2026-11-23T02:00:00Z',
      ...row,
    },
  ],
})

test('the cases of others, unchanged: all agree', async () => {
  expect(await run('check', CASES)).toEqual({ code: 0, lines: ['agreed 41 of 41'] })
})

test('a row that differs is printed with both times, and the exit says so', async () => {
  const [first, ...others] = original.deadline_cases
  const wrong = { ...first, expected: '2013-03-21T11:30:00Z' }
  const { code, lines } = await run(
    'check',
    await fileOf({ ...original, deadline_cases: [wrong, ...others] }),
  )
  expect(code).toBe(1)
  expect(lines).toHaveLength(2)
  expect(lines[0]).toContain('deadline_cases[0] z_0818_wd')
  expect(lines[0]).toContain('expected 2013-03-21T11:30:00Z')
  expect(lines[0]).toContain('computed 2013-03-21T10:30:00Z')
  expect(lines[1]).toBe('agreed 40 of 41')
})

test('a row on which systems dispute is printed and fails nothing', async () => {
  const path = await fileOf(
    aRow({ start: '2026-11-23T09:00:00Z', expected: '2026-11-30T01:00:00Z' }),
  )
  const { code, lines } = await run('check', path)
  expect(code).toBe(0)
  expect(lines[0]).toContain('disputed: lands on closing time')
  expect(lines[1]).toBe('agreed 0 of 1')
})

test('a make-up workday has the hours of a Monday', async () => {
  const { calendars, deadline_cases: rows } = aRow({
    start: '2026-02-14T01:00:00Z',
    expected: '2026-02-14T02:00:00Z',
  })
  const withWorkday = { office: { ...calendars.office, workdays: ['2026-02-14'] } }
  expect(
    await run('check', await fileOf({ calendars: withWorkday, deadline_cases: rows })),
  ).toEqual({
    code: 0,
    lines: ['agreed 1 of 1'],
  })
})

test('hours that never open are never due, and do not hang', async () => {
  const path = await fileOf({ ...aRow({}), calendars: { office: { tz: 'UTC', hours: {} } } })
  const { code, lines } = await run('check', path)
  expect(code).toBe(1)
  expect(lines[0]).toContain('computed never')
})

test.each([
  ['no file', '/nowhere/at-all.json', 'there is no such file'],
  ['a folder', tmpdir(), 'there is no such file'],
  ['not JSON', await fileOf('deadline_cases: []'), 'not JSON'],
  ['an array', await fileOf([]), 'expected object'],
  ['a list of numbers', await fileOf({ calendars: {}, deadline_cases: [1] }), 'deadline_cases.0'],
  [
    'an unknown calendar',
    await fileOf({ ...aRow({ calendar: '__proto__' }) }),
    'no calendar "__proto__"',
  ],
  [
    'a date that does not exist',
    await fileOf(aRow({ start: '2026-02-30T01:00:00Z' })),
    'deadline_cases.0.start',
  ],
  [
    'an instant without zone',
    await fileOf(aRow({ start: '2026-02-20T01:00:00' })),
    'deadline_cases.0.start',
  ],
  ['a negative target', await fileOf(aRow({ minutes: -1 })), 'deadline_cases.0.minutes'],
  [
    'a pause that ends first',
    await fileOf(aRow({ pauses: [['2026-11-23T02:00:00Z', '2026-11-23T01:00:00Z']] })),
    'ends before it begins',
  ],
  [
    'an unknown zone',
    await fileOf({ calendars: { x: { tz: 'Asia/Atlantis', hours: {} } } }),
    'not a time zone',
  ],
  [
    '25 o’clock',
    await fileOf({ calendars: { x: { tz: 'UTC', hours: { mon: [['09:00', '25:00']] } } } }),
    '"25:00" is not a time of day',
  ],
  [
    'an eighth day',
    await fileOf({ calendars: { x: { tz: 'UTC', hours: { day: [] } } } }),
    'calendars.x.hours',
  ],
])('%s is refused with a reason', async (_, path, reason) => {
  const { code, lines } = await run('check', path)
  expect(code).toBe(2)
  expect(lines.join('\n')).toContain(reason)
  expect(lines.join('\n')).not.toContain('agreed')
})

test.each([[[]], [['check']], [['chek', CASES]], [['check', CASES, CASES]]])(
  'called as %j it shows how it is called',
  async (argv) => {
    const { code, lines } = await run(...argv)
    expect(code).toBe(2)
    expect(lines.join('\n')).toContain('clocks check')
  },
)

const YEAR = {
  year: 2027,
  papers: ['https://www.gov.cn/2027'],
  days: [
    { name: '元旦', date: '2027-01-01', isOffDay: true },
    { name: '元旦', date: '2027-01-09', isOffDay: false },
  ],
}

test('a year’s holidays are brought in once, and what happens next is said', async () => {
  const path = await fileOf(YEAR)
  const first = await run('holidays', path)
  expect(first.code).toBe(0)
  expect(first.lines[0]).toContain('2027：放假1天，调休上班1天')
  expect(first.lines[1]).toContain('等各小区经理在企业微信确认')
  const again = await run('holidays', path)
  expect([again.code, again.lines[1]]).toEqual([0, expect.stringContaining('没有变化')])
  expect([kept.length, closed]).toEqual([1, 2])
})

test.each([
  ['no JSON', 'year: 2027', 'not JSON'],
  ['a case file', { calendars: {} }, 'year'],
  ['a year without days', { ...YEAR, days: [] }, 'there are none'],
  ['a day that is none', { ...YEAR, days: [{ ...YEAR.days[0], date: '2027-02-29' }] }, 'days.0'],
  ['a day twice', { ...YEAR, days: [YEAR.days[0], YEAR.days[0]] }, 'stands there twice'],
  ['a far year', { ...YEAR, year: 99_999 }, 'year'],
])('%s is no year, and the database stays closed', async (_, content, reason) => {
  const before = closed
  const { code, lines } = await run('holidays', await fileOf(content))
  expect([code, closed]).toEqual([2, before])
  expect(lines.join('\n')).toContain(reason)
})
