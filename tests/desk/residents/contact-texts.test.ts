import { expect, test } from 'vitest'
import { maskedName, maskedPhone } from '../../../src/desk/residents/masked.ts'
import { sameName } from '../../../src/desk/residents/occupants.ts'
import { personName } from '../../../src/desk/residents/person-name.ts'
import { phoneNumber } from '../../../src/desk/residents/phone-number.ts'

test.each([
  ['13800138000', '13800138000'],
  ['138 0013 8000', '13800138000'],
  ['１３８００１３８０００', '13800138000'],
  ['+86-138-0013-8000', '13800138000'],
  ['0086 13800138000', '13800138000'],
  ['010-12345678', '01012345678'],
  ['(0571)8765432', '05718765432'],
  ['400-800-1234', '4008001234'],
  ['12345678901', null],
  ['1380013800', null],
  ['138001380000', null],
  ['电话', null],
  ['', null],
  ['1'.repeat(10_000), null],
])('%j is the phone %j', (text, phone) => {
  expect(phoneNumber(text)).toBe(phone)
})

test.each([
  ['吴学文', '吴学文'],
  [' 吴 学文 ', '吴 学文'],
  ['Anna  Maria O’Neil', 'Anna Maria O’Neil'],
  ['吴\u0000学\u202e文\u200b', '吴 学 文'],
  ['=1+1', '=1+1'],
  ['\u200b\n', null],
  ['名'.repeat(41), null],
  ['\ud800', null],
])('%j is the name %j', (text, name) => {
  expect(personName(text)).toBe(name)
})

test('names compare without spaces, width and case', () => {
  expect(sameName('张 三', '张三')).toBe(true)
  expect(sameName('ＡNNA', 'anna')).toBe(true)
  expect(sameName('张三', '张四')).toBe(false)
})

test('masking leaves enough to recognise and no more', () => {
  expect(maskedName('吴学文')).toBe('吴**')
  expect(maskedName('欧阳小明天')).toBe('欧**')
  expect(maskedName('王')).toBe('王')
  expect(maskedPhone('13800091443')).toBe('138****1443')
  expect(maskedPhone('123')).toBe('****')
})
