import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { readWords, type Words } from '../../../src/conversation/words.ts'
import { readRules } from '../../../src/desk/rules.ts'

const FLOWS = fileURLToPath(new URL('../../../flows', import.meta.url))
let words: Words
beforeAll(async () => {
  words = await readWords(FLOWS)
})

const VALUES = { room: '3栋2单元501', name: '吴**', relation: '家属', holder: '孙管家' }

test('every text about bindings can be said, in short sentences without system words', async () => {
  const file = await readFile(`${FLOWS}/_text/residents.zh-CN.yaml`, 'utf8')
  const names = Object.keys((parse(file) as { residents: object }).residents)
  expect(names.length).toBeGreaterThan(5)
  for (const name of names) {
    const text = words.text(`residents.${name}`, VALUES)
    expect(text).not.toMatch(/[{}]|系统|数据库|undefined/)
    for (const sentence of text.split('。')) expect([...sentence].length).toBeLessThan(60)
  }
})

test.each([
  ['both', '姓名、电话均与登记一致'],
  ['name', '姓名一致，电话与登记不同'],
  ['phone', '电话一致，姓名与登记不同'],
  ['none', '与登记资料不一致，请仔细核实'],
  ['empty', '该房屋还没有登记住户'],
])('the steward’s card says of a match by %s: %s', (match, description) => {
  const card = words.card('task.decide-binding', {
    ...VALUES,
    phone: '138****1443',
    match,
    kind: 'decide-binding',
    overdue: false,
  })
  if (card.kind !== 'card') throw new Error('no card with buttons')
  expect(card.description).toBe(description)
  expect(card.buttons.map((button) => button.key)).toEqual(['approve', 'reject'])
  expect(card.lines.map((line) => line.value)).toEqual([
    '3栋2单元501',
    '吴**',
    '138****1443',
    '家属',
  ])
})

test('the consent says who, what for, what and how to take it back, in short sentences', async () => {
  const [current] = (await readRules()).residents.consents
  for (const part of ['物业', '姓名', '电话', '房号', '微信', '撤回']) {
    expect(current?.text).toContain(part)
  }
  for (const sentence of (current?.text ?? '').split(/[。\n]/)) {
    expect([...sentence].length).toBeLessThan(60)
  }
})
