/** What the estate's own flows and questions take a sentence for. */
import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { deskRegistry } from '../../src/conversation/registry.ts'
import { compileFlows } from '../../src/dialogue/files/compile-flows.ts'
import { readFolder } from '../../src/dialogue/files/folder.ts'
import type { Faq } from '../../src/dialogue/files/folder-schema.ts'
import { readFlowFolder } from '../../src/dialogue/files/read-folder.ts'
import { hear } from '../../src/dialogue/run/hear.ts'
import { openTurn } from '../../src/dialogue/run/open-turn.ts'
import { emptySession } from '../../src/dialogue/run/session.ts'
import { openDesk } from '../../src/dialogue/testing/fakes.ts'
import { understand } from '../../src/dialogue/understand/precedence.ts'

const files = await readFlowFolder(new URL('../../flows', import.meta.url).pathname)
const compiled = compileFlows(files, deskRegistry())
if ('problems' in compiled) throw new Error('the flows have errors')
const { flows } = compiled

/** Every question of `flows/_faq`. */
export const faqs: readonly Faq[] = readFolder(files, []).faqs.map(({ faq }) => faq)

const settings = {
  clock: '2026-11-23T10:00:00+08:00',
  user: { audience: ['owner'], phone: '13800138000', rooms: ['3-2-501'], default_room: '3-2-501' },
  env: { service_phone: '0571-88000001', emergency_phone: '0571-88000110' },
  fakes: {},
  facts: {},
}

/** `fee_area` of a known question, `repair_report` of a flow, else what is done instead: `hazard`, `clarify`, `no-match`. */
export async function meaningOf(text: string): Promise<string | undefined> {
  const { world } = openDesk(flows, settings)
  const input = { session: emptySession(), now: new Date(settings.clock), turnId: 't', heard: [] }
  const turn = await openTurn(input, world)
  const [command] = understand(hear(turn, text)).commands
  if (command?.do === 'answer-faq') return command.faq
  return command?.do === 'start' ? command.start.flow : command?.do
}

/** The table `name.yaml` beside this file: what sentences mean, and the sentences. */
export async function sentences(name: string): Promise<Readonly<Record<string, string[]>>> {
  return parse(await readFile(new URL(`${name}.yaml`, import.meta.url), 'utf8'))
}
