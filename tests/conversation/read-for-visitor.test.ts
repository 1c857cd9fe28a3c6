import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readForVisitor } from '../../src/conversation/read-for-visitor.ts'
import { readWords } from '../../src/conversation/words.ts'

const words = await readWords(fileURLToPath(new URL('../../flows', import.meta.url)))
const answer = (text: string, number: number | null = null) => ({ kind: 'answer', number, text })
const end = (number: number | null = null) => ({ kind: 'end', number })

test.each([
  ['回复 您好', answer('您好')],
  ['回复：您好', answer('您好')],
  ['答复，您好', answer('您好')],
  [' 回 马上来 ', answer('马上来')],
  ['回复2 您好', answer('您好', 2)],
  ['回复2：2号楼停水', answer('2号楼停水', 2)],
  ['回复 2号楼停水', answer('2号楼停水')],
  ['回复 第一行\n第二行', answer('第一行\n第二行')],
  ['结束接待', end()],
  ['结束接待2', end(2)],
  // Words to the desk.
  ['回访 0012 满意', null],
  ['回复', null],
  ['回复 ', null],
  ['回复2号楼停水', null],
  ['回复123 您好', null],
  ['我回复 您好', null],
  ['回来了', null],
  ['结束接待吗', null],
  ['', null],
])('“%s”', (text, read) => {
  expect(readForVisitor(words, text)).toEqual(read)
})

test('is not slowed down by long words', () => {
  const began = performance.now()
  expect(readForVisitor(words, `回复${' '.repeat(100_000)}`)).toBeNull()
  expect(readForVisitor(words, `回复${' \n'.repeat(50_000)}好`)).toEqual(answer('好'))
  expect(performance.now() - began).toBeLessThan(1000)
})
