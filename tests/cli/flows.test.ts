import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { flowsCommand } from '../../src/cli/flows.ts'
import type { FlowFiles } from '../../src/dialogue/files/read-folder.ts'
import { FOLDER, fixtureFiles } from '../dialogue/fixture-folder.ts'
import { registry } from '../dialogue/registry.ts'

async function run(
  argv: readonly string[],
  folder = FOLDER,
): Promise<{ code: number; out: string }> {
  const lines: string[] = []
  const code = await flowsCommand({ argv, registry, folder, print: (line) => lines.push(line) })
  return { code, out: lines.join('\n') }
}

async function written(files: FlowFiles): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'flows-'))
  for (const { path, text } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  return folder
}

const broken = await written(
  fixtureFiles.map((file) =>
    file.path === 'fee_query/fee_query.flow.yaml'
      ? { ...file, text: file.text.replace('goto: query', 'goto: qury') }
      : file,
  ),
)

test('check is quiet about sound flows and tells file, line and reason of others', async () => {
  expect(await run(['check'])).toEqual({
    code: 0,
    out: '6 个流程 / flows, 0 个错误 / errors, 0 个提醒 / warnings',
  })
  const { code, out } = await run(['check'], broken)
  expect(code).toBe(1)
  expect(out).toMatch(
    /^fee_query\/fee_query\.flow\.yaml:\d+:\d+ error unknown-target: “qury”不存在/m,
  )
})

test('test runs all files or those that are named', async () => {
  const all = await run(['test'])
  expect(all.code).toBe(0)
  expect(all.out).toMatch(/\d+ 通过 \/ passed, 0 失败 \/ failed$/)
  const one = await run(['test', 'bind'])
  expect(one.out).toContain('✓ bind_home/bind_home.test.yaml 错一次再对')
  expect(one.out).not.toContain('repair_report')
  expect((await run(['test', 'nothing_of_this_name'])).code).toBe(1)
  expect((await run(['test'], broken)).code).toBe(1)
})

test('a failing test and a coverage too low make the command fail', async () => {
  const failing = await written(
    fixtureFiles.map((file) => {
      if (file.path === 'bind_home/bind_home.test.yaml')
        return { ...file, text: file.text.replace('said: 绑定好了', 'said: 绑定坏了') }
      if (file.path === 'my_tickets/my_tickets.test.yaml')
        return {
          ...file,
          text: file.text
            .replace('  - name: 列不出来', '  - name: 另一个')
            .replace('tickets.list: {down: null}', 'tickets.list: {empty: null}')
            .replace(/said: 暂时查不到\}$/m, 'said: 暂时查不到}'),
        }
      return file
    }),
  )
  const { code, out } = await run(['test', 'bind'], failing)
  expect(code).toBe(1)
  expect(out).toContain('✗ bind_home/bind_home.test.yaml 错一次再对')
  const uncovered = await written(
    fixtureFiles.map((file) =>
      file.path === 'bind_home/bind_home.test.yaml'
        ? { ...file, text: file.text.replace(/ {2}- name: 系统不通[\s\S]*?(?=coverage)/, '') }
        : file,
    ),
  )
  const low = await run(['test', 'bind'], uncovered)
  expect(low.code).toBe(1)
  expect(low.out).toMatch(/bind_home\/bind_home\.flow\.yaml:\d+ 未覆盖/)
})

test('graph draws a flow and the overview', async () => {
  const flow = await run(['graph', 'repair_report'])
  expect(flow.code).toBe(0)
  expect(flow.out).toMatch(/^flowchart TD/)
  expect(flow.out).toContain('n_review -->|"accept"| n_submit')
  expect(flow.out).toContain('n_submit -->|"duplicate"| n_merged')
  const overview = await run(['graph'])
  expect(overview.out).toContain('f_fee_query -.->|deny| f_bind_home')
  expect((await run(['graph', 'nothing'])).code).toBe(2)
  expect((await run(['graph'], broken)).code).toBe(1)
})

test.each([[[]], [['fly']]])('%j is answered with how to use the command', async (argv) => {
  expect(await run(argv)).toMatchObject({ code: 2, out: expect.stringContaining('flows check') })
})
