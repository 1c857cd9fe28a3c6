import { describe, expect, test } from 'vitest'
import { openAlias } from '../../../src/dialogue/personal/alias.ts'
import { findPersonal } from '../../../src/dialogue/personal/find-personal.ts'

describe('what tells a person', () => {
  test.each([
    ['3栋2单元501漏水', [['room', '3栋2单元501']]],
    [
      '3栋漏水，501室',
      [
        ['room', '3栋'],
        ['room', '501室'],
      ],
    ],
    [
      '打13800138000或0571-88000001',
      [
        ['phone', '13800138000'],
        ['phone', '0571-88000001'],
      ],
    ],
    [
      '我叫王芳，找李强师傅',
      [
        ['name', '王芳'],
        ['name', '李强'],
      ],
    ],
    [
      '张先生投诉了陈太太',
      [
        ['name', '张'],
        ['name', '陈'],
      ],
    ],
    ['粤B12345挡住了', [['plate', '粤B12345']]],
    ['身份证110101199001011234', [['number', '110101199001011234']]],
    ['单号BX20261123-0001', [['number', 'BX20261123-0001']]],
    [
      '发到a.b@c-d.cn，看https://x.cn/y?z=1，微信号abc_12345',
      [
        ['mail', 'a.b@c-d.cn'],
        ['link', 'https://x.cn/y?z=1'],
        ['account', 'abc_12345'],
      ],
    ],
    ['楼道灯不亮，5楼', []],
    ['明天上午9点到11点，2026年11月', []],
    ['物业费三百块', []],
    ['', []],
  ])('in “%s”', (text, expected) => {
    expect(findPersonal(text).map((found) => [found.kind, found.text])).toEqual(expected)
  })

  test('people who are known are found without a word before them', () => {
    expect(findPersonal('昨天欧阳锋来过', ['欧阳锋', '锋']).map(({ text }) => text)).toEqual([
      '欧阳锋',
    ])
  })

  test('an endless text is looked through in no time', () => {
    const text = `${'a.'.repeat(50_000)}@${'1'.repeat(50_000)}栋`
    const before = performance.now()
    findPersonal(text)
    expect(performance.now() - before).toBeLessThan(2000)
  })
})

describe('an alias', () => {
  const alias = openAlias(['司马光'])

  test('is the same every time, of the same form, and never what it stands for', () => {
    const first = alias.text('司马光，3栋2单元501，13800138000，粤B12345')
    expect(alias.text('司马光，3栋2单元501，13800138000，粤B12345')).toBe(first)
    expect(first).toBe('李小明，1栋1单元101，13900000001，粤B00001')
    expect(alias.room('3-2-501')).toBe('1-1-101')
    expect(alias.text('1栋1单元101')).not.toContain('1栋')
    expect(alias.text('楼号错了，是3栋')).toBe('楼号错了，是1栋')
    expect(alias.phone('13800138000')).toBe('13900000001')
    expect(alias.json({ a: ['司马光'], b: 3, c: null })).toEqual({ a: ['李小明'], b: 3, c: null })
  })

  test('numbers keep their form', () => {
    expect(alias.text('BX20261123-0001')).toMatch(/^BX\d{8}-\d{4}$/)
  })
})
