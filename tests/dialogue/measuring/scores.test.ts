/** Sentences that others wrote: read line by line, heard as a real turn hears them, and counted. */
import { describe, expect, test } from 'vitest'
import { deskRegistry } from '../../../src/conversation/registry.ts'
import { compileFlows } from '../../../src/dialogue/files/compile-flows.ts'
import { readFlowFolder } from '../../../src/dialogue/files/read-folder.ts'
import { hearSentence } from '../../../src/dialogue/measuring/hear-sentence.ts'
import { printScores } from '../../../src/dialogue/measuring/print-scores.ts'
import { scoresOf } from '../../../src/dialogue/measuring/scores.ts'
import { readSentences } from '../../../src/dialogue/measuring/sentence.ts'

const HEARD = {
  now: new Date('2026-11-23T10:00:00+08:00'),
  standsFor: { hazard: 'repair_report', handoff: 'talk_to_person' },
}
const compiled = compileFlows(await readFlowFolder('flows'), deskRegistry())
if (!('flows' in compiled)) throw new Error('the flows do not compile')
const { flows } = compiled

async function heard(...lines: readonly object[]) {
  const { sentences, problems } = readSentences(
    lines.map((line) => JSON.stringify(line)).join('\n'),
  )
  expect(problems).toEqual([])
  return Promise.all(sentences.map((sentence) => hearSentence(flows, sentence, HEARD)))
}

describe('reading', () => {
  test.each([
    ['{"text":"漏水"', 'is no JSON'],
    ['{"text":"漏水"}', 'neither'],
    ['{"flow":"repair_report"}', 'text'],
    ['{"text":"","flow":null}', 'text'],
    ['{"text":"漏水","flow":"Repair Report"}', 'flow'],
    ['{"text":"漏水","flow":null,"more":1}', 'more'],
    [`{"text":"${'漏'.repeat(2001)}","flow":null}`, 'text'],
    ['[]', 'expected object'],
  ])('%s is refused with its line', (raw, reason) => {
    const { sentences, problems } = readSentences(`\uFEFF{"text":"漏水","flow":null}\r\n\n${raw}`)
    expect(sentences).toHaveLength(1)
    expect(problems).toMatchObject([{ line: 3, message: expect.stringContaining(reason) }])
  })
})

describe('where a sentence leads', () => {
  test.each([
    ['厨房水管漏水了', 'repair_report'],
    ['水管爆管了水漫出来了', 'repair_report'],
    ['我要人工', 'talk_to_person'],
    ['物业费怎么交', 'faq:pay_ways'],
    ['单元门口台阶缺了一块，我奶奶昨天差点绊倒', 'repair_report'],
    ['今天天气不错', null],
    ['"; DROP TABLE ticket; --', null],
  ])('%s: %s', async (text, to) => {
    const [one] = await heard({ text, flow: null })
    expect(one?.route).toMatchObject({ to, among: [] })
  })
})

describe('counting', () => {
  test('right at once, among what is offered, and wrong', async () => {
    const scores = scoresOf(
      await heard(
        { text: '厨房水管漏水了', flow: 'repair_report' },
        { text: '单元门关不严，风一吹哐当哐当响，吵死', flow: 'complaint' },
        { text: '厨房水管漏水了', flow: 'fee_query' },
        { text: '厨房水管漏水了', flow: null },
      ),
    )
    expect(scores.routing).toEqual({ right: 1, offered: 1, wrong: 2, accuracy: 0.5 })
    expect(scores.confusion).toEqual([
      { meant: 'fee_query', heard: 'repair_report', count: 1 },
      { meant: 'null', heard: 'repair_report', count: 1 },
    ])
    expect(scores.worst.map(({ line }) => line)).toEqual([3, 4])
  })

  test('values of slots and of types: what was read, what was there, what was missed', async () => {
    const scores = scoresOf(
      await heard(
        { text: '3栋2单元501漏水', flow: 'repair_report', slots: { room: '3-2-501' } },
        { text: '漏水，电话13812345678', flow: 'repair_report', slots: { room: '1-1-101' } },
        {
          text: '查1月到3月的物业费',
          flow: 'fee_query',
          slots: { months: { from: '2026-01', to: '2026-03' } },
        },
        { text: '5栋漏水，电话13812345678', flow: 'repair_report' },
      ),
    )
    expect(scores.slots).toEqual({
      room: { right: 1, read: 1, there: 2, precision: 1, recall: 0.5 },
      cn_phone: { right: 0, read: 1, there: 0, precision: 0, recall: null },
      month_range: { right: 1, read: 1, there: 1, precision: 1, recall: 1 },
    })
    expect(printScores(scores).join('\n')).toContain('recall 50.0%（1/2）')
  })

  test('no sentences are no figure', () => {
    expect(scoresOf([])).toMatchObject({ sentences: 0, routing: { accuracy: 0 }, worst: [] })
  })
})
