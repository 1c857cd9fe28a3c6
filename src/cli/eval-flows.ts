/** `npm run flows -- eval FILE.jsonl`: how well sentences are understood that were not written for these flows. */
import { readFile, stat, writeFile } from 'node:fs/promises'
import type { FlowSet } from '../dialogue/files/flow-set.ts'
import { type HeardSentence, hearSentence, typeNamed } from '../dialogue/measuring/hear-sentence.ts'
import { printScores } from '../dialogue/measuring/print-scores.ts'
import { type Scores, scoresOf } from '../dialogue/measuring/scores.ts'
import { readSentences, type Sentence } from '../dialogue/measuring/sentence.ts'
import { readArgs } from './read-args.ts'

export interface EvalOrder {
  /** A file of lines `{text, flow?, slots?, faq?}`. */
  readonly file: string
  /** Where to write the scores as JSON; `-` prints them instead of the text. */
  readonly json: string | undefined
  /** The moment at which 明天 is said; ISO 8601. */
  readonly at: string
}

/** Undefined when it was called wrongly. */
export function readEvalOrder(argv: readonly string[]): EvalOrder | undefined {
  const read = readArgs(argv, {
    json: { type: 'string' },
    at: { type: 'string', default: new Date().toISOString() },
  })
  const [file, ...more] = read?.positionals ?? []
  if (!read || file === undefined || more.length > 0) return undefined
  const { json, at } = read.values
  return { file, json, at }
}

/** An alarm is the report of a danger, and whoever asks for a person gets one without a flow of their own. */
const STANDS_FOR = { hazard: 'repair_report', handoff: 'talk_to_person' }

/** More is another program's work; a mistyped path to a log must not fill the memory. */
const MOST_BYTES = 64 * 1024 * 1024

/** The exit code: 0 when the file was measured, 2 when it cannot be read or holds a wrong line. Scores are no failure. */
export async function evalFlows(
  flows: FlowSet,
  { file, json, at }: EvalOrder,
  print: (line: string) => void,
): Promise<number> {
  const now = new Date(at)
  if (Number.isNaN(now.getTime())) {
    print(`--at ${at} 不是时间 / is no time`)
    return 2
  }
  const text = await textOf(file)
  if (text === undefined) {
    print(`读不到或太大 / cannot be read, or is too large: ${file}`)
    return 2
  }
  const { sentences, problems } = readSentences(text)
  const strange = sentences.flatMap((each) => unknownNames(flows, each))
  for (const { line, message } of [...problems, ...strange]) print(`${file}:${line} ${message}`)
  if (problems.length + strange.length > 0) return 2
  if (sentences.length === 0) {
    print(`没有句子 / no sentences in ${file}`)
    return 2
  }
  const heard: HeardSentence[] = []
  for (const sentence of sentences)
    heard.push(await hearSentence(flows, sentence, { now, standsFor: STANDS_FOR }))
  await show(scoresOf(heard), json, print)
  return 0
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    const { size } = await stat(file)
    return size > MOST_BYTES ? undefined : await readFile(file, 'utf8')
  } catch {
    return undefined
  }
}

function unknownNames(flows: FlowSet, { line, flow, faq, slots = {} }: Sentence) {
  const isFlow = flow === undefined || flow === null || flows.flows.has(flow)
  const own = Object.keys(flows.flows.get(flow ?? '')?.source.slots ?? {})
  const wrong = Object.keys(slots).filter((name) => !own.includes(name) && !typeNamed(name))
  return [
    ...(isFlow ? [] : [{ line, message: `没有流程 / no flow ${flow}` }]),
    ...(faq === undefined || flows.faq(faq)
      ? []
      : [{ line, message: `没有问题 / no question ${faq}` }]),
    ...wrong.map((name) => ({ line, message: `没有槽位或类型 / no slot and no type ${name}` })),
  ]
}

async function show(
  scores: Scores,
  json: string | undefined,
  print: (line: string) => void,
): Promise<void> {
  const text = JSON.stringify(scores, null, 2)
  if (json !== '-') for (const line of printScores(scores)) print(line)
  if (json === '-') print(text)
  else if (json !== undefined) await writeFile(json, `${text}\n`)
}
