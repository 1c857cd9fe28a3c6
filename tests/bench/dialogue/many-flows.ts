/** Flow files of a desk with more and more to do: each asks, checks and says its own, and has its own words. */
import type { FlowFiles } from '../../../src/dialogue/files/read-folder.ts'

/** `count` of them; number and words of each are its own. */
export function manyFlows(count: number): FlowFiles {
  return Array.from({ length: count }, (_, at) => at + 1).flatMap((number) => [
    { path: `extra${number}/extra${number}.flow.yaml`, text: flowText(number) },
    { path: `extra${number}/extra${number}.test.yaml`, text: `suite: extra${number}\ncases: []\n` },
  ])
}

function flowText(number: number): string {
  const name = nameOf(number)
  return `dsl: 1
flow: extra${number}
title: ${name}登记
verb: 登记${name}
access: {audience: [owner, tenant, family]}
start:
  keywords:
    - {any: [登记${name}, 办${name}, ${name}怎么办理, 申请${name}], none: [投诉, 漏水, 进度], weight: 3, generic: true}
    - {any: [${name}], weight: 1.2}
  examples: [我想登记${name}, ${name}要怎么申请, 给我家办一下${name}]
policy: {idle: {expire: 30m, draft: 0m}}
slots:
  matter: {type: text, label: 事由, min: 2, max: 200, seed: trigger_text}
  amount: {type: integer, label: 数量, min: 1, max: 99}
  day: {type: date, label: 日期}
steps:
  - {id: what, ask: matter, prompt: ${name}要办什么？}
  - {id: many, ask: amount, prompt: ${name}要几份？}
  - {id: which, branch: [{when: slots.amount > 20, goto: too_many}, {else: on_day}]}
  - {id: too_many, say: 一次最多20份。, goto: END}
  - {id: on_day, ask: day, prompt: 哪天来办？}
  - {id: review, confirm: {editable: [matter, amount, day]}, prompt: '${name}：{{ slots.matter }}，{{ slots.amount }}份，请核对。', accept: done, decline: END}
  - {id: done, say: ${name}已登记。, goto: END}
`
}

const FIRST = ['羽毛球', '游泳', '乒乓', '瑜伽', '书画', '舞蹈', '合唱', '棋牌', '摄影', '陶艺']
const SECOND = ['季度', '周末', '夜间', '亲子', '长者', '学生', '团体', '单次', '年度', '假日']
const THIRD = ['场地', '会员', '储物', '教练', '比赛', '课程', '陪护', '器材', '证书', '名额']

/** 羽毛球季度场地 …: a thousand names, each of three words. */
export function nameOf(number: number): string {
  const [a, b, c] = [FIRST, SECOND, THIRD].map(
    (words, place) => words[Math.floor((number - 1) / 10 ** place) % 10],
  )
  return `${a}${b}${c}`
}
