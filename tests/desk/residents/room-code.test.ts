import { expect, test } from 'vitest'
import { arabicDigits, plainText } from '../../../src/desk/residents/plain-text.ts'
import {
  normalBuilding,
  normalNumber,
  normalUnit,
  parseRoom,
  roomKey,
} from '../../../src/desk/residents/room-code.ts'

test.each([
  ['3', '3'],
  ['03', '3'],
  ['3栋', '3'],
  ['三号楼', '3'],
  ['十二幢', '12'],
  ['二十三座', '23'],
  ['Ａ座', 'A'],
  ['g02栋', 'G2'],
  ['A01', 'A1'],
  ['3#', '3'],
  ['二期03栋', '2期3'],
  ['第二期3号楼', '2期3'],
  ['3 棟', '3'],
  ['１２號樓', '12'],
  ['0', '0'],
  ['', ''],
])('the building %j has the code %j', (text, code) => {
  expect(normalBuilding(text)).toBe(code)
})

test.each([
  ['2', '2'],
  ['02', '2'],
  ['二单元', '2'],
  ['2單元', '2'],
  ['甲单元', '甲'],
  ['', '0'],
  ['无', '0'],
  ['0', '0'],
])('the unit %j has the code %j', (text, code) => {
  expect(normalUnit(text)).toBe(code)
})

test.each([
  ['501', '501'],
  ['0501', '0501'],
  ['501室', '501'],
  ['七〇三房', '703'],
  ['ｓ01', 'S01'],
  ['５０１ 户', '501'],
])('the room %j has the number %j', (text, number) => {
  expect(normalNumber(text)).toBe(number)
})

test.each([
  ['3-2-501', { building: '3', unit: '2', number: '501' }],
  ['３－２－５０１', { building: '3', unit: '2', number: '501' }],
  ['3—2—501', { building: '3', unit: '2', number: '501' }],
  ['3-501', { building: '3', number: '501' }],
  ['501', { number: '501' }],
  ['3栋2单元501', { building: '3', unit: '2', number: '501' }],
  ['三号楼二单元501室', { building: '3', unit: '2', number: '501' }],
  ['A座1203', { building: 'A', number: '1203' }],
  ['2单元501', { unit: '2', number: '501' }],
  ['3栋5层501', { building: '3', number: '501' }],
  ['5楼501', { number: '501' }],
  ['3栋-2单元-501', { building: '3', unit: '2', number: '501' }],
])('%j is read as %j', (text, parts) => {
  expect(parseRoom(text)).toEqual(parts)
})

test.each(['', '-', '--', 'x'.repeat(2000), '1'.repeat(50_000)])(
  'a text that is no room gives null (%#)',
  (text) => {
    expect(parseRoom(text)).toBeNull()
  },
)

test('spellings with and without leading zeros are one room', () => {
  const parts = { building: '3', unit: '2', number: '0501' }
  expect(roomKey(parts)).toBe('3-2-501')
  expect(roomKey({ ...parts, number: '000' })).toBe('3-2-0')
})

test.each([
  ['十', '10'],
  ['十二', '12'],
  ['二十', '20'],
  ['九十九', '99'],
  ['一百', '100'],
  ['一百零五', '105'],
  ['一百一十二', '112'],
  ['七〇三', '703'],
  ['两', '2'],
  ['一品苑', '一品苑'],
  ['', ''],
])('the numeral %j is %j', (text, digits) => {
  expect(arabicDigits(text)).toBe(digits)
})

test('text becomes half-width, simplified and free of what cannot be seen', () => {
  expect(plainText(' 建築面積\u200b （㎡） '.replace('築', '筑'))).toBe('建筑面积(M2)')
  expect(plainText('樓 棟\u202e號')).toBe('楼栋号')
})
