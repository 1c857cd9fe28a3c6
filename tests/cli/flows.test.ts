import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { flowsCommand } from '../../src/cli/flows.ts'
import type { FlowFiles } from '../../src/dialogue/files/read-folder.ts'
import { FOLDER, fixtureFiles } from '../dialogue/fixture-folder.ts'
import { registry } from '../dialogue/registry.ts'
import { noDesk, typedLines } from '../support/typed-lines.ts'

async function run(
  argv: readonly string[],
  folder = FOLDER,
): Promise<{ code: number; out: string }> {
  const lines: string[] = []
  const code = await flowsCommand({
    argv,
    registry,
    folder,
    print: (line) => lines.push(line),
    input: typedLines(),
    desk: noDesk,
  })
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

test('walk talks at random, the same for the same seed, and tells which flow it cannot begin', async () => {
  const argv = ['walk', 'bind_home', '--walks', '3', '--turns', '10', '--seed', '7']
  const first = await run(argv)
  expect(first).toMatchObject({
    code: 0,
    out: expect.stringMatching(/3 通过 \/ held, 0 失败 \/ failed$/),
  })
  expect(await run(argv)).toEqual(first)
  expect((await run(['walk', 'nothing'])).code).toBe(2)
  expect((await run(['walk', 'bind_home'], broken)).code).toBe(1)
})

test('walk prints what failed as a test, once for each fault', async () => {
  const failing = await written(
    fixtureFiles.map((file) =>
      file.path === 'bind_home/bind_home.flow.yaml'
        ? { ...file, text: file.text.replace('say: 绑定好了', 'say: undefined') }
        : file,
    ),
  )
  const { code, out } = await run(['walk', 'bind_home', '--walks', '20'], failing)
  expect(code).toBe(1)
  expect(out.match(/^# nobody should read this/gm)).toHaveLength(1)
  expect(out).toMatch(/^suite: bind_home$/m)
  expect(out).toMatch(/^✗ bind_home 20 次/m)
})

test.each([
  ['--walks', '0'],
  ['--walks', '-1'],
  ['--walks', '1e9'],
  ['--turns', '99999'],
  ['--seed', 'x'],
  ['--colour', '1'],
])('walk %s %s is answered with how to use the command', async (...wrong) => {
  expect(await run(['walk', 'bind_home', ...wrong])).toMatchObject({
    code: 2,
    out: expect.stringContaining('flows walk'),
  })
})

test.each([[[]], [['fly']]])('%j is answered with how to use the command', async (argv) => {
  expect(await run(argv)).toMatchObject({ code: 2, out: expect.stringContaining('flows check') })
})

describe('fmt', () => {
  const untidy = fixtureFiles.map((file) =>
    file.path === '_bot.yaml' ? { ...file, text: `\n\n${file.text}\n\n` } : file,
  )

  test('--check names what is not in form and changes nothing; without it the form is made', async () => {
    const folder = await written(untidy)
    const checked = await run(['fmt', '--check'], folder)
    expect(checked).toMatchObject({ code: 1 })
    expect(checked.out).toMatch(/^_bot\.yaml$/m)
    expect(await readFile(join(folder, '_bot.yaml'), 'utf8')).toMatch(/^\n\n/)
    expect(await run(['fmt'], folder)).toMatchObject({ code: 0 })
    expect(await readFile(join(folder, '_bot.yaml'), 'utf8')).not.toMatch(/^\n|\n\n$/)
    expect(await run(['fmt', '--check'], folder)).toMatchObject({ code: 0 })
    expect(await run(['check'], folder)).toMatchObject({ code: 0 })
  })

  test('takes files and folders by name, and refuses those it does not know', async () => {
    const folder = await written(untidy)
    expect(await run(['fmt', 'bind_home', '--check'], folder)).toMatchObject({ code: 0 })
    expect(await run(['fmt', join(folder, '_bot.yaml'), '--check'], folder)).toMatchObject({
      code: 1,
    })
    for (const strange of ['_bot.yml', '../..', '/etc/passwd', ''])
      expect(await run(['fmt', `${strange}nope.yaml`], folder)).toMatchObject({ code: 2 })
    expect(await run(['fmt', '--write'], folder)).toMatchObject({ code: 2 })
  })

  test('a file with a fault is left as it is, and the others are still done', async () => {
    const folder = await written(
      untidy.map((file) => (file.path === '_types.yaml' ? { ...file, text: 'types: [\n' } : file)),
    )
    const { code, out } = await run(['fmt'], folder)
    expect(code).toBe(1)
    expect(out).toMatch(/^_types\.yaml:\d+:\d+ error syntax/m)
    expect(await readFile(join(folder, '_types.yaml'), 'utf8')).toBe('types: [\n')
    expect(await run(['fmt', '_bot.yaml', '--check'], folder)).toMatchObject({ code: 0 })
  })
})
