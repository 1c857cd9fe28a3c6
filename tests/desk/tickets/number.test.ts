/** Numbers: how they are typed, and that none is ever given twice. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  formatNumber,
  means,
  numberPattern,
  parseNumber,
  wholeNumbers,
} from '../../../src/desk/tickets/number.ts'
import { takeNumber } from '../../../src/desk/tickets/take-number.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'
import { SYSTEM } from '../../support/desk/work.ts'

describe('what people type', () => {
  test.each([
    ['BX20261121-0007', 'BX', '20261121', 7],
    ['bx20261121-7', 'BX', '20261121', 7],
    ['ＢＸ２０２６１１２１－０００７', 'BX', '20261121', 7],
    ['BX202611210007', 'BX', '20261121', 7],
    ['20261121-0007', null, '20261121', 7],
    [' BX 20261121 — 0007 ', 'BX', '20261121', 7],
    ['单号BX20261121-0007', 'BX', '20261121', 7],
    ['BX20261121-10007', 'BX', '20261121', 10007],
    ['0007', null, null, 7],
    ['7', null, null, 7],
    ['7号', null, null, 7],
    ['第7单', null, null, 7],
    ['七号', null, null, 7],
    ['#12', null, null, 12],
    ['工单12', null, null, 12],
    ['ts-3', 'TS', null, 3],
  ])('%s', (typed, prefix, day, serial) => {
    expect(parseNumber(typed)).toEqual({ prefix, day, serial })
  })

  test.each([
    '',
    '你好',
    '3栋2单元501',
    '5-2-501',
    'BX',
    'BX20261121',
    '13800138000',
    "0007'; DROP TABLE ticket;--",
    '%',
    '____-0007',
    '-7',
    '7.5',
    '7\u0000',
    '7'.repeat(5000),
    '号'.repeat(5000),
  ])('%j is no number', (typed) => {
    expect(parseNumber(typed)).toBeNull()
  })

  test('a number comes back from what it was made of, and its pattern holds no wildcard of ours beyond the day', () => {
    const number = formatNumber('BX', '2026-11-21', 7)
    expect(number).toBe('BX20261121-0007')
    const typed = parseNumber(number)
    expect(typed && numberPattern(typed)).toBe(number)
    expect(numberPattern({ prefix: null, day: null, serial: 7 })).toBe('__________-0007')
  })
})

describe('a typed number', () => {
  test.each([
    ['7', 'BX20261121-0007', true],
    ['BX7', 'BX20261121-0007', true],
    ['TS7', 'BX20261121-0007', false],
    ['17', 'BX20261121-0007', false],
    ['7', 'BX20261121-0017', false],
    ['20261121-7', 'BX20261121-0007', true],
    ['20261122-7', 'BX20261121-0007', false],
    ['10007', 'BX20261121-10007', true],
  ])('%s can mean %s: %j', (said, number, answer) => {
    const typed = parseNumber(said)
    expect(typed && means(typed, number)).toBe(answer)
  })

  test('without a prefix can be of any kind', () => {
    const typed = parseNumber('20261121-7')
    expect(typed && wholeNumbers(typed, ['BX', 'TS'])).toEqual([
      'BX20261121-0007',
      'TS20261121-0007',
    ])
  })
})

describe('what is given', () => {
  let desk: TicketDesk
  beforeAll(async () => {
    desk = await openTicketDesk()
  })
  afterAll(() => desk.close())
  const take = (projectId: string, kind: 'repair' | 'complaint' = 'repair', at?: string) =>
    desk.doWork(at ?? desk.now(), (work) => takeNumber(work, projectId, kind), SYSTEM)

  test('fifty at once are fifty numbers without a gap', async () => {
    const numbers = await Promise.all(Array.from({ length: 50 }, () => take('p-50')))
    const expected = Array.from({ length: 50 }, (_, at) => formatNumber('BX', '2026-11-23', at + 1))
    expect([...numbers].sort()).toEqual(expected)
  })

  test('every project, prefix and day counts for itself', async () => {
    expect(await take('p-a')).toBe('BX20261123-0001')
    expect(await take('p-a', 'complaint')).toBe('TS20261123-0001')
    expect(await take('p-b')).toBe('BX20261123-0001')
    expect(await take('p-a')).toBe('BX20261123-0002')
  })

  test.each([
    ['2026-11-23T23:59:59+08:00', 'BX20261123-0001'],
    ['2026-11-24T00:00:00+08:00', 'BX20261124-0001'],
    ['2026-11-24T07:59:59+08:00', 'BX20261124-0002'],
  ])('the day is the estate’s: %s', async (at, number) => {
    expect(await take('p-midnight', 'repair', at)).toBe(number)
  })

  test('a report that fails gives its number back', async () => {
    const failing = desk.doWork(desk.now(), async (work) => {
      await takeNumber(work, 'p-fail', 'repair')
      await sql`SELECT 1 / 0`.execute(work.tx)
    })
    await expect(failing).rejects.toThrow()
    expect(await take('p-fail')).toBe('BX20261123-0001')
  })

  test('after 9999 it goes on with five digits', async () => {
    const counter = { projectId: 'p-many', prefix: 'BX', day: '2026-11-23', last: 9999 }
    await desk.db.insertInto('ticket_number').values(counter).execute()
    expect(await take('p-many')).toBe('BX20261123-10000')
  })
})
