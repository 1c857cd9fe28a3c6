/** Whose fees are asked for: one's own are answered, another's never. */
import { expect, test } from 'vitest'
import { asksAfterOthers } from '../../src/conversation/whose-home.ts'

test.each([
  '张伟家欠费吗',
  '帮我查一下李小明家的物业费',
  '王先生家交物业费了吗',
  '老张家欠多少',
  '邻居欠费没有',
  '楼上那家欠费没',
  '楼下邻居物业费交了吗',
  '隔壁欠多少钱',
  '他们家交停车费了吗',
])('%s is about others', (text) => {
  expect(asksAfterOthers(text)).toBe(true)
})

test.each([
  '我家欠费吗',
  '我们家物业费交了吗',
  '咱家还欠多少钱',
  '多少钱我们家',
  '自己家的水费',
  '家里电费',
  '楼下停车费多少',
  '3栋2单元501物业费多少',
  '账单',
])('%s is about oneself', (text) => {
  expect(asksAfterOthers(text)).toBe(false)
})
