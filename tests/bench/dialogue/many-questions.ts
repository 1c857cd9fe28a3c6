/** Known questions of a desk that has been asked more and more: each in four ways, with words that tell it. */
import type { FlowFiles } from '../../../src/dialogue/files/read-folder.ts'
import { nameOf } from './many-flows.ts'

const ASPECTS = [
  '开放时间',
  '收费',
  '预约',
  '停用',
  '退费',
  '年龄限制',
  '押金',
  '改期',
  '转让',
  '发票',
]

/** `count` of them, up to ten for each of a thousand names. */
export function manyQuestions(count: number): FlowFiles {
  const questions = Array.from({ length: count }, (_, at) => {
    const name = nameOf((at % 1000) + 1)
    const aspect = ASPECTS[Math.floor(at / 1000) % ASPECTS.length] ?? ''
    return `  - id: extra${at + 1}
    ask: [${name}${aspect}是怎样的, 想问一下${name}的${aspect}, ${name}${aspect}什么规定, 请问${name}${aspect}]
    words: [[${name}, ${aspect}]]
    none: [投诉]
    answer: ${name}的${aspect}请看服务中心的公示。
`
  })
  const pages = Array.from({ length: Math.ceil(count / 500) }, (_, page) => ({
    path: `_faq/extra${page + 1}.yaml`,
    text: `questions:\n${questions.slice(page * 500, (page + 1) * 500).join('')}`,
  }))
  return pages
}
