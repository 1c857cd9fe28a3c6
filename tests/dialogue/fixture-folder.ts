/** The fixture flows, and small folders around one flow for tests that need a flow of their own. */
import { readFileSync } from 'node:fs'
import type { z } from 'zod'
import { type Compiled, compileFlows } from '../../src/dialogue/files/compile-flows.ts'
import type { FlowSet } from '../../src/dialogue/files/flow-set.ts'
import { type FlowFiles, readFlowFolder } from '../../src/dialogue/files/read-folder.ts'
import type { Registry } from '../../src/dialogue/files/registry.ts'
import { playTalk } from '../../src/dialogue/testing/run-suite.ts'
import { openStage, type Stage } from '../../src/dialogue/testing/stage.ts'
import { suiteFile } from '../../src/dialogue/testing/suite-schema.ts'
import { registry } from './registry.ts'

export const FOLDER = new URL('../fixtures/flows', import.meta.url).pathname

export const fixtureFiles: FlowFiles = await readFlowFolder(FOLDER)

/** The fixture's settings and patterns without its flows. */
const groundFiles: FlowFiles = fixtureFiles.filter(({ path }) => /^_(bot|patterns)/.test(path))

export const fixtureFlows: FlowSet = mustCompile(fixtureFiles)

export function mustCompile(files: FlowFiles, with_: Registry = registry): FlowSet {
  const compiled = compileFlows(files, with_)
  if ('flows' in compiled) return compiled.flows
  throw new Error(
    compiled.problems.map(({ file, line, message }) => `${file}:${line} ${message}`).join('\n'),
  )
}

/** A folder of the fixture's ground and the given flow texts. */
export function folderOf(...flows: readonly string[]): FlowFiles {
  const named = flows.map((text, index) => ({ path: `flow${index}/flow${index}.flow.yaml`, text }))
  const tests = named.map(({ path }) => ({ path: path.replace('.flow.', '.test.'), text: '' }))
  return [...groundFiles, ...named, ...tests]
}

export function compileOne(flow: string, with_: Registry = registry): Compiled {
  return compileFlows(folderOf(flow), with_)
}

const SETTINGS: Settings = {
  clock: '2025-03-06T15:20:00+08:00',
  user: { audience: 'owner', phone: '13800138000' },
  env: {
    emergency_phone: '0755-110',
    service_phone: '0755-100',
    project_name: '翠苑',
    hours: '8:00–20:00',
  },
  fakes: {
    rooms: ['3-2-501', '3-2-502', '5-2-501'],
    'tickets.create': { ok: { number: 'BX1', eta: '2小时内联系您' } },
    'tickets.withdraw': { ok: null },
    'tickets.complain': { ok: { number: 'TS1' } },
    'tickets.reopen': { ok: null },
    'tickets.list': { empty: null },
    'fees.list': {
      ok: {
        items: [{ period: '2025-02', name: '物业费', amount: 23456 }],
        total: 23456,
        pay_url: 'https://pay.example/1',
      },
    },
    'surveys.save': { ok: null },
    'surveys.unanswered': { ok: null },
    'hazards.raise': { ok: null },
    'residents.bind': { ok: null },
  },
  facts: { survey_open: true },
}

/** A case as a test file writes it. */
export type Talk = z.input<typeof suiteFile>['cases'][number]
type Settings = Omit<Talk, 'name' | 'talk'>

/** Plays a talk with the fixture's flows, or with others, and returns what was not as expected. */
export async function failuresOf(
  written: Omit<Talk, 'name'>,
  flows: FlowSet = fixtureFlows,
): Promise<{ failures: readonly string[]; stage: Stage }> {
  const each = { name: '', ...SETTINGS, ...written, fakes: { ...SETTINGS.fakes, ...written.fakes } }
  const { cases } = suiteFile.parse({ suite: 'x', cases: [each] })
  const [read] = cases
  if (!read) throw new Error('there is always one case')
  const stage = openStage(flows, read)
  return { failures: await playTalk(stage, read.talk, () => flows), stage }
}

export function textOf(path: string): string {
  return readFileSync(`${FOLDER}/${path}`, 'utf8')
}
