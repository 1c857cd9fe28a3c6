import { expect, test } from 'vitest'
import type { SlotDef } from '../../../src/dialogue/files/slot-schema.ts'
import { extract } from '../../../src/dialogue/understand/extract.ts'
import { findListed } from '../../../src/dialogue/understand/find-listed.ts'
import { fixtureFlows } from '../fixture-folder.ts'

const { bot } = fixtureFlows
const now = new Date('2026-11-21T10:00:00+08:00')
const jobs = [
  { id: 'BX20261121-0007', text: 'BX20261121-0007 厨房漏水' },
  { id: 'BX20261121-0008', text: 'BX20261121-0008 插座没电' },
]
const code: SlotDef = { type: 'code', pattern: '[A-Za-z]{2}\\d{8}-\\d{1,4}|\\d{4}|\\d{1,3}号' }

test.each([
  ['0008', 'BX20261121-0008'],
  ['是0008这张', 'BX20261121-0008'],
  ['8号', 'BX20261121-0008'],
  ['bx20261121-0007', 'BX20261121-0007'],
])('%s means that entry of the list', (text, number) => {
  expect(findListed(text, jobs)).toMatchObject([{ value: number, strict: true }])
})

test.each(['0099', '18号', '0007和0008', '3-2-0008', 'BX20261120-0008', '13800010008'])(
  '%s means no entry of the list',
  (text) => {
    expect(findListed(text, jobs)).toEqual([])
  },
)

test('two entries with the same end are told apart in full only', () => {
  const twins = [...jobs, { id: 'BX20261120-0008', text: 'BX20261120-0008 灯不亮' }]
  expect(findListed('0008', twins)).toEqual([])
  expect(findListed('BX20261120-0008', twins)).toMatchObject([{ value: 'BX20261120-0008' }])
})

test('what names an entry of the list being shown is not taken for another number', () => {
  const wanted = [
    { slot: 'number', def: { type: 'choice' } as const, options: jobs },
    { slot: 'said', def: code },
  ]
  const of = (text: string) => extract(text, wanted, { bot, now, loose: ['number'] }).found
  expect(of('0008')).toMatchObject({ number: { value: 'BX20261121-0008' } })
  expect(of('0008')).not.toHaveProperty('said')
  expect(of('0099')).toMatchObject({ said: { value: '0099' } })
})

test.each([
  ['接单3-2-1501', undefined],
  ['3栋2单元1501我来接', undefined],
  ['3号楼2单元1501我来接', undefined],
  ['接单0007', '0007'],
  ['3栋2单元1501，0007我来接', '0007'],
  ['BX20261121-0007我来接', 'BX20261121-0007'],
])('%s names the ticket %s', (text, number) => {
  const { found } = extract(text, [{ slot: 'said', def: code }], { bot, now })
  expect(found['said']?.value).toBe(number)
})
