import { describe, expect, test } from 'vitest'
import { FlowFault } from '../../../src/dialogue/files/flow-fault.ts'
import { dateCn, mask, roomCn, windowCn, yuan } from '../../../src/dialogue/render/filters.ts'
import { PATTERN_TEXTS } from '../../../src/dialogue/render/pattern-texts.ts'
import { showValue } from '../../../src/dialogue/render/show-value.ts'
import { parseTemplate } from '../../../src/dialogue/render/template.ts'
import { fixtureFlows } from '../fixture-folder.ts'

describe('filters', () => {
  test.each([
    [0, '0.00'],
    [5, '0.05'],
    [123, '1.23'],
    [33456, '334.56'],
    [-50, '-0.50'],
    [100_000_000_01, '100000000.01'],
  ])('%i fen read %s', (fen, text) => {
    expect(yuan(fen)).toBe(text)
  })
  test.each([
    ['13800138000', '138****8000'],
    ['王小明', '王**'],
    ['王', '王*'],
    ['', '*'],
  ])('%s is masked %s', (value, text) => {
    expect(mask(value)).toBe(text)
  })
  test('dates, windows and rooms read as people say them', () => {
    expect(dateCn('2025-03-07')).toBe('3月7日(周五)')
    expect(windowCn('2025-03-07T09:00/11:30')).toBe('3月7日(周五)9:00–11:30')
    expect(windowCn('asap')).toBe('尽快')
    expect(roomCn('3-2-501')).toBe('3栋2单元501')
    expect(roomCn('3-501')).toBe('3栋501')
    expect(roomCn('X1')).toBe('X1')
  })
  test('in a template', () => {
    const render = (text: string, scope: object) => parseTemplate(text).render(scope)
    expect(
      render('{{ a | yuan }}元 {{ p | mask }} {{ l | list_cn }}', {
        a: 150,
        p: '13800138000',
        l: ['甲', '乙'],
      }),
    ).toBe('1.50元 138****8000 甲、乙')
    expect(render('{{ r | room }}', { r: '3-2-501', labels: { '3-2-501': '翠苑3幢501' } })).toBe(
      '翠苑3幢501',
    )
    expect(render('{{ r | room }}', { r: 'constructor', labels: {} })).toBe('constructor')
    expect(render('{{ k | option }}', { k: 'water', labels: { water: '水费' } })).toBe('水费')
    expect(render('{{ k | option }}', { k: 'constructor', labels: {} })).toBe('constructor')
    expect(render('a\n\n\nb\n', {})).toBe('a\n\n\nb')
    expect(render('a\n{% if x %}b\n{% endif %}\nc', {})).toBe('a\nc')
  })
})

test.each(['{{ nothing }}', '{{ a.b }}', '{{ a.constructor }}', '{{ a.__proto__ }}'])(
  '%s is a fault of the flow',
  (text) => {
    expect(() => parseTemplate(text).render({ a: {} })).toThrow(FlowFault)
  },
)

test.each([
  '{% include "x" %}',
  '{% render "x" %}',
  '{% layout "x" %}',
  '{% if x %}',
  '{{ x | nofilter }}',
])('%s is no template', (text) => {
  expect(() => parseTemplate(text)).toThrow()
})

test('values are shown by their type, and what is personal masked', () => {
  expect(showValue({ type: 'choice', options: [{ id: 'a', text: '甲' }] }, 'a')).toBe('甲')
  expect(showValue({ type: 'room' }, '3-2-501')).toBe('3栋2单元501')
  expect(showValue({ type: 'room' }, '3-2-501', '三栋')).toBe('三栋')
  expect(showValue({ type: 'cn_phone', pii: true }, '13800138000', '13800138000')).toBe(
    '138****8000',
  )
  expect(showValue({ type: 'amount' }, 123)).toBe('1.23元')
  expect(showValue({ type: 'yes_no' }, true)).toBe('是')
  expect(showValue({ type: 'date' }, '2025-03-07')).toBe('3月7日(周五)')
  expect(showValue({ type: 'images' }, ['a', 'b'])).toBe('2')
})

test('every sentence of the engine is short, says no system word, and is written in the fixture', () => {
  for (const name of Object.keys(PATTERN_TEXTS) as (keyof typeof PATTERN_TEXTS)[])
    for (const text of fixtureFlows.words(name).variants) {
      const plain = text.replace(/\{[{%].*?[}%]\}/g, '')
      expect(plain.length, name).toBeLessThan(60)
      expect(plain, name).not.toMatch(/系统|错误|异常|参数|流程|null|undefined|slot/)
    }
})
