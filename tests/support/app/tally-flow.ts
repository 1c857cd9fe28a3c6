/** A flow that counts its turns aloud: a turn that is lost, doubled or taken from an old session shows on the phone. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { changedCopy } from './changed-copy.ts'

/** Starts the counting: the answer is 数到0。 */
export const COUNT_WORDS = '开始数数'

const FLOW = `
dsl: 1
flow: tally
title: 数数
start: {keywords: [{any: [${COUNT_WORDS}], weight: 9}]}
policy: {digress: never}
slots:
  count: {type: integer, default: 0}
  word: {type: text, label: 词, min: 1, max: 20}
steps:
  - {id: hear, ask: word, prompt: '数到{{ slots.count }}。'}
  - {id: add, set: {count: slots.count + 1, word: null}}
  - {id: again, branch: [{when: slots.count > 9999, goto: END}, {else: hear}]}
`

/** The shipped flows and the counting one, in which a person may write as fast as a test does. */
export function flowsWithTally(folder: string): string {
  const flows = changedCopy('flows', folder, [
    { file: '_bot.yaml', from: /turns: 20\/5m/, to: 'turns: 9999/5m' },
  ])
  mkdirSync(join(flows, 'tally'))
  writeFileSync(join(flows, 'tally', 'tally.flow.yaml'), FLOW.trimStart())
  return flows
}

/** All numbers a phone shows, in order. */
export function numbersCounted(texts: readonly string[]): readonly number[] {
  return texts.flatMap((text) => [...text.matchAll(/数到(\d+)。/g)].map((hit) => Number(hit[1])))
}
