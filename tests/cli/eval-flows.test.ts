/** `npm run flows -- eval`: a file of sentences in, figures out; a wrong file is told line by line. */
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { flowsCommand } from '../../src/cli/flows.ts'
import { FOLDER } from '../dialogue/fixture-folder.ts'
import { registry } from '../dialogue/registry.ts'
import { noDesk, typedLines } from '../support/typed-lines.ts'

const place = await mkdtemp(join(tmpdir(), 'sentences-'))

async function run(...argv: readonly string[]) {
  const lines: string[] = []
  const print = (line: string) => lines.push(line)
  const input = typedLines()
  const code = await flowsCommand({
    argv: ['eval', ...argv],
    registry,
    folder: FOLDER,
    print,
    input,
    desk: noDesk,
  })
  return { code, out: lines.join('\n') }
}

async function fileOf(...lines: readonly string[]): Promise<string> {
  const path = join(
    place,
    `${lines.length}-${Buffer.from(lines.join()).toString('hex').slice(0, 40)}.jsonl`,
  )
  await writeFile(path, lines.join('\n'))
  return path
}

test('text for people, JSON for programs', async () => {
  const file = await fileOf(
    '{"text":"厨房水管漏水","flow":"repair_report"}',
    '{"text":"嘎嘎嘎","flow":null}',
  )
  const { code, out } = await run(file)
  expect({ code, out }).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^2 句 .*\n.*100\.0%/),
  })
  const json = join(place, 'scores.json')
  expect(await run(file, '--json', json)).toMatchObject({ code: 0 })
  expect(JSON.parse(await readFile(json, 'utf8'))).toMatchObject({ sentences: 2 })
  const { out: printed } = await run(file, '--json', '-')
  expect(JSON.parse(printed)).toMatchObject({ routing: { right: 2, wrong: 0 } })
})

test('every wrong line is told, and nothing is measured', async () => {
  const file = await fileOf(
    '{"text":"漏水","flow":"no_such"}',
    'nonsense',
    '{"text":"漏水","faq":"no_such"}',
    '{"text":"漏水","flow":null,"slots":{"colour":"red"}}',
  )
  const { code, out } = await run(file)
  expect(code).toBe(2)
  expect(out.split('\n').map((line) => /:(\d+) /.exec(line)?.[1])).toEqual(['2', '1', '3', '4'])
})

test.each([
  [['/no/such/file.jsonl'], '读不到'],
  [[], '用法'],
  [['a', 'b'], '用法'],
  [['a', '--at'], '用法'],
])('%j is answered', async (argv, words) => {
  expect(await run(...argv)).toMatchObject({ code: 2, out: expect.stringContaining(words) })
})

test('a moment that is none, and a file without a sentence', async () => {
  expect(await run(await fileOf('', ' '))).toMatchObject({
    code: 2,
    out: expect.stringContaining('没有句子'),
  })
  const file = await fileOf('{"text":"明天","flow":null}')
  expect(await run(file, '--at', '后天')).toMatchObject({
    code: 2,
    out: expect.stringContaining('--at'),
  })
})
