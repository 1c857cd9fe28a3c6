/** Edits of flow files are seen, whoever makes them; what became of them is logged once. */
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { FlowsState } from '../../../src/conversation/flows/live-flows.ts'
import { watchFlows } from '../../../src/conversation/flows/watch-flows.ts'
import { openLog } from '../../../src/log.ts'
import { until } from '../../support/until.ts'

let folder: string
let lines: string
let read: number
let state: FlowsState
let answer: () => FlowsState
let close: () => Promise<void>

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guanjia-watch-'))
  mkdirSync(join(folder, 'repair'))
  writeFileSync(join(folder, 'repair/repair.flow.yaml'), 'dsl: 1')
  lines = ''
  read = 0
  state = { since: new Date(0), problems: [] }
  answer = () => ({ since: new Date(read), problems: [] })
  const flows = {
    get state() {
      return state
    },
    async renew() {
      read += 1
      state = answer()
      return state
    },
  }
  const write = (line: string) => {
    lines += line
  }
  const log = openLog('info', { write })
  close = watchFlows({ folder, flows, log })
  // What was edited before the watch began.
  await until('the folder was read once', () => read === 1)
})
afterEach(async () => {
  await close()
  rmSync(folder, { recursive: true })
})

const write = (path: string, text: string) => writeFileSync(join(folder, path), text)

test.each([
  ['an edit', () => write('repair/repair.flow.yaml', 'dsl: 1 # better')],
  ['a new file', () => write('repair/repair.test.yaml', 'tests: []')],
  [
    'a new folder',
    () => {
      mkdirSync(join(folder, 'fees'))
      write('fees/fees.flow.yaml', 'dsl: 1')
    },
  ],
  ['a removed file', () => rmSync(join(folder, 'repair/repair.flow.yaml'))],
  [
    'a file put in place by a move',
    () => {
      write('new.tmp', 'dsl: 1')
      renameSync(join(folder, 'new.tmp'), join(folder, 'repair/repair.flow.yaml'))
    },
  ],
])('%s is read', async (_, edit) => {
  edit()
  await until('it was read', () => read > 1)
  expect(lines).toContain('the flow files were read again')
})

test('many files written one after the other are read once they lie still', async () => {
  for (let n = 0; n < 200; n += 1) write(`repair/part-${n}.yaml`, 'x: 1')
  await until('they were read', () => read > 1)
  const before = read
  write('repair/last.yaml', 'x: 1')
  await until('the last was read', () => read > before)
  expect(read).toBeLessThan(10)
})

test('errors are logged with their lines, and not again while they are the same', async () => {
  const problems = ['repair/repair.flow.yaml:3:5 error schema: steps is missing']
  answer = () => ({ since: new Date(1), problems })
  write('repair/repair.flow.yaml', 'dsl: x')
  await until('it was read', () => read === 2)
  await until('it was told', () => lines.includes('the set before stays'))
  expect(lines).toContain('repair.flow.yaml:3:5')
  write('repair/other.yaml', 'x: 1')
  await until('it was read again', () => read === 3)
  expect(lines.split('the set before stays')).toHaveLength(2)
})

test('a reading that fails for another reason is logged, and the next edit is read', async () => {
  answer = () => {
    throw new Error('the database is away')
  }
  write('repair/repair.flow.yaml', 'dsl: 2')
  await until('it was told', () => lines.includes('the flow files were not read again'))
  answer = () => ({ since: new Date(read), problems: [] })
  write('repair/repair.flow.yaml', 'dsl: 3')
  await until('it was read', () => lines.includes('the flow files were read again'))
})
