import { describe, expect, test } from 'vitest'
import type { SlotDef } from '../../../src/dialogue/files/slot-schema.ts'
import { findChoice, findYesNo, nearest } from '../../../src/dialogue/understand/find-choice.ts'
import {
  findCodes,
  findNames,
  findPhones,
  isSafePattern,
} from '../../../src/dialogue/understand/find-identity.ts'
import {
  findAmounts,
  findNumbers,
  findRatings,
} from '../../../src/dialogue/understand/find-number.ts'
import { bare, clean, normalise } from '../../../src/dialogue/understand/normalise.ts'
import { readNumeral } from '../../../src/dialogue/understand/numerals.ts'
import { longestHits, wordScanner } from '../../../src/dialogue/understand/word-scanner.ts'
import { fixtureFlows } from '../fixture-folder.ts'

const { words } = fixtureFlows.bot

describe('phones', () => {
  test.each([
    ['13800138000', '13800138000'],
    ['电话138 0013 8000', '13800138000'],
    ['138-0013-8000。', '13800138000'],
    ['+86 13800138000', '13800138000'],
    ['0755-12345678', '0755-12345678'],
    ['我电话是１３８００１３８０００', '13800138000'],
  ])('%s is %s', (text, phone) => {
    expect(findPhones(normalise(text))[0]).toMatchObject({ value: phone, strict: true })
  })
  test.each(['1380013800', '138001380001', '12345678901', 'BX13800138000', '20250306'])(
    '%s is none',
    (text) => {
      expect(findPhones(text)).toEqual([])
    },
  )
})

describe('names', () => {
  test.each([
    ['我叫王小明', '王小明', true],
    ['姓名：欧阳修', '欧阳修', true],
    ['王小明', '王小明', false],
    ['阿依古丽·买买提', '阿依古丽·买买提', false],
  ])('%s is %s', (text, name, strict) => {
    expect(findNames(normalise(text))[0]).toMatchObject({ value: name, strict })
  })
  test.each(['13800138000', '我家厨房水管漏水了', 'Tom', ''])('%s is none', (text) => {
    expect(findNames(text)).toEqual([])
  })
})

describe('codes', () => {
  const six: SlotDef = { type: 'code', pattern: '\\d{6}' }
  const ticket: SlotDef = { type: 'code', pattern: 'BX\\d{8}-\\d{4}' }
  test('are found in a sentence, in capitals, and only whole', () => {
    expect(findCodes('我的码是123456', six)[0]?.value).toBe('123456')
    expect(findCodes('单号bx20250306-0001的进度', ticket)[0]?.value).toBe('BX20250306-0001')
    expect(findCodes('1234567', six)).toEqual([])
  })
  test.each(['\\d{6}', 'BX\\d{8}-\\d{4}', '[A-Z]{2}\\d{4,8}', 'A?\\d{3}'])(
    '%s is a safe pattern',
    (pattern) => {
      expect(isSafePattern(pattern)).toBe(true)
    },
  )
  test.each([
    '(a+)+$',
    'a*',
    '\\d+',
    '(\\d{1,9}){9}',
    '\\d{6,}',
    '(?=a)',
    '(a)\\1',
    '\\d{6',
    '\\d{1,99}',
    'a?b?c?d?e?f?g?',
  ])('%s is not', (pattern) => {
    expect(isSafePattern(pattern)).toBe(false)
  })
})

describe('numbers', () => {
  test.each([
    ['十二', 12],
    ['二十', 20],
    ['一百零五', 105],
    ['五零一', 501],
    ['五〇一', 501],
    ['两千三百', 2300],
    ['一万二千', 12_000],
    ['12', 12],
  ])('%s reads %i', (text, number) => {
    expect(readNumeral(text)).toBe(number)
  })
  test('a word is no numeral', () => {
    expect(readNumeral('厨房')).toBeUndefined()
  })
  test('integers leave fractions out', () => {
    expect(findNumbers('3.5米', { type: 'integer' })).toEqual([])
    expect(findNumbers('3.5米', { type: 'number' })[0]?.value).toBe(3.5)
    expect(findNumbers('三个灯', { type: 'integer' })[0]).toMatchObject({ value: 3, strict: false })
  })
  test.each([
    ['120元', 12_000],
    ['1.15元', 115],
    ['三块五', 350],
    ['3块5', 350],
    ['一百二十块', 12_000],
    ['1.2万元', 1_200_000],
    ['19.9元', 1990],
  ])('%s is %i fen', (text, fen) => {
    expect(findAmounts(text)[0]).toMatchObject({ value: fen, strict: true })
  })
  test('a bare number is an amount only when one was asked for', () => {
    expect(findAmounts('88')[0]).toMatchObject({ value: 8800, strict: false })
    expect(findAmounts('3栋')).toEqual([])
  })
})

describe('ratings', () => {
  const def: SlotDef = {
    type: 'rating',
    scale: 5,
    words: {
      5: ['非常满意', '很好'],
      4: ['满意'],
      2: ['不满意', '不太满意'],
      1: ['很差', '非常不满意'],
    },
  }
  test.each([
    ['5', 5],
    ['5分', 5],
    ['五星', 5],
    ['给4分吧', 4],
    ['非常满意！', 5],
    ['满意', 4],
    ['不满意', 2],
    ['不太满意', 2],
    ['非常不满意', 1],
  ])('%s is %i', (text, score) => {
    expect(findRatings(text, def, words.negation)[0]?.value).toBe(score)
  })
  test.each(['6', '0分', '不是很好', '一般般'])('%s is none', (text) => {
    expect(findRatings(text, def, words.negation)).toEqual([])
  })
})

describe('choices', () => {
  const options = [
    { id: 'water', text: '水（漏水、堵塞）', match: ['漏水', '马桶'] },
    { id: 'power', text: '电（跳闸、灯）', match: ['跳闸', '灯'] },
    { id: 'gate', text: '门禁与门窗', match: ['门禁'] },
  ]
  test.each([
    ['厨房漏水', 'water', true],
    ['楼道的灯不亮', 'power', true],
    ['门禁与门窗', 'gate', true],
    ['门禁与', 'gate', true],
    ['门禁与们窗', 'gate', true],
    ['水（漏', 'water', false],
  ])('%s means %s', (text, id, strict) => {
    expect(findChoice(text, options, words)[0]).toMatchObject({ value: id, strict })
  })
  test('words of two options mean neither', () => {
    expect(findChoice('漏水，灯也不亮', options, words)).toEqual([])
    expect(findChoice('不知道', options, words)).toEqual([])
  })
  test('a slip of the finger is forgiven in long texts only', () => {
    expect(nearest('物业非', [{ text: '物业费' }])?.text).toBe('物业费')
    expect(nearest('水非', [{ text: '水费' }])).toBeUndefined()
    expect(nearest('我要', [{ text: '我要报修' }, { text: '我要投诉' }])).toBeUndefined()
    expect(nearest('', [{ text: '水费' }])).toBeUndefined()
  })
})

describe('yes and no', () => {
  test.each([
    '是',
    '是的',
    '对',
    '好的',
    '嗯',
    'OK',
    '可以啊',
    '确认',
    '好的，谢谢',
    '行吧',
    '没错',
  ])('%s is yes', (text) => {
    expect(findYesNo(text, undefined, words)[0]?.value).toBe(true)
  })
  test.each(['不', '不用了', '不要', '没有', '不需要', '不用，谢谢', '不是'])(
    '%s is no',
    (text) => {
      expect(findYesNo(text, undefined, words)[0]?.value).toBe(false)
    },
  )
  test.each(['好像坏了', '不知道', '对面楼', '我要报修', '行不行', ''])('%s is neither', (text) => {
    expect(findYesNo(text, undefined, words)).toEqual([])
  })
  const fixed: SlotDef = {
    type: 'yes_no',
    yes_words: ['修好了', '修好'],
    no_words: ['没修好', '还是漏'],
  }
  test.each([
    ['修好了', true],
    ['嗯已经修好了谢谢', true],
    ['没修好', false],
    ['还没有修好呢', false],
    ['还是漏', false],
    ['未修好', false],
  ])('%s is %s by the slot’s own words', (text, isYes) => {
    expect(findYesNo(text, fixed, words)[0]).toMatchObject({ value: isYes, strict: true })
  })
})

describe('texts', () => {
  test('full width, invisible and control characters become plain ones without moving anything', () => {
    expect(normalise('３栋\u200b２单元\u0000５０１！')).toBe('3栋 2单元 501!')
    expect(clean('厨房\u0007漏水，\n谢谢')).toBe('厨房 漏水，\n谢谢')
    expect(normalise('a'.repeat(5000))).toHaveLength(2000)
  })
  test.each([
    ['取消吧！', '取消'],
    ['  取消了。', '取消'],
    ['请取消', '取消'],
    ['🙂取消🙂', '取消'],
    ['吧', '吧'],
    ['！！', ''],
  ])('%s is bare %s', (text, core) => {
    expect(bare(text, words.particles)).toBe(core)
  })
})

test('of overlapping words the longest counts', () => {
  const scan = wordScanner([
    ['满意', 4],
    ['不满意', 2],
    ['满', 0],
  ] as const)
  expect(longestHits(scan('我不满意')).map(({ of }) => of)).toEqual([2])
  expect(scan('')).toEqual([])
})
