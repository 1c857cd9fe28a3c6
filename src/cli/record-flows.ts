/** `npm run flows -- record`: a talk that took place, as a test without anybody's name, home or number. */
import type { StoredTalk, TalkWanted } from '../conversation/read-talk.ts'
import type { FlowSet } from '../dialogue/files/flow-set.ts'
import type { FlowFiles } from '../dialogue/files/read-folder.ts'
import type { Registry } from '../dialogue/files/registry.ts'
import { recordTalk } from '../dialogue/recording/record-talk.ts'
import { runSuites } from '../dialogue/testing/run-suite.ts'
import { poolOf } from '../dialogue/walking/pool.ts'
import { readArgs } from './read-args.ts'

export interface RecordOrder {
  readonly wanted: TalkWanted
  readonly company: string | undefined
}

/** Undefined when it was called wrongly: a conversation or a ticket, not both. */
export function readRecordOrder(argv: readonly string[]): RecordOrder | undefined {
  const read = readArgs(argv, { ticket: { type: 'string' }, company: { type: 'string' } })
  const [conversationId, ...more] = read?.positionals ?? []
  const { ticket, company } = read?.values ?? {}
  if (!read || more.length > 0 || (conversationId === undefined) === (ticket === undefined))
    return undefined
  if (ticket !== undefined) return { wanted: { ticket }, company }
  return conversationId === undefined ? undefined : { wanted: { conversationId }, company }
}

/** The exit code: 0 when a test was printed, 1 when there is no such talk or its test does not hold. */
export async function recordFlows(
  source: { readonly files: FlowFiles; readonly flows: FlowSet; readonly registry: Registry },
  talk: StoredTalk | null,
  print: (line: string) => void,
): Promise<number> {
  if (!talk) {
    print(
      '没有这段对话，或这张工单不是聊出来的 / no such talk, or the ticket was not made in a chat',
    )
    return 1
  }
  const { files, registry } = source
  const { text } = await recordTalk({ ...source, pool: poolOf(files) }, talk)
  const failures = await failuresOf(text, files, registry)
  for (const failure of failures) print(`# ✗ ${failure}`)
  print(text.trimEnd())
  return failures.length === 0 ? 0 : 1
}

/** The test is played as it was printed, before anybody trusts it. */
async function failuresOf(
  text: string,
  files: FlowFiles,
  registry: Registry,
): Promise<readonly string[]> {
  const path = 'recorded/recorded.test.yaml'
  const { results, problems } = await runSuites([...files, { path, text }], registry, path)
  return [
    ...problems.map(({ message }) => message),
    ...results.flatMap(({ cases }) => cases.flatMap(({ failures }) => failures)),
  ]
}
