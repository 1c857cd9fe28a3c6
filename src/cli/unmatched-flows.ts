/** `npm run flows -- unmatched`: what nobody understood, without anybody's name or home, for those who write the flows. */
import type { ReadWork } from '../conversation/read-talk.ts'
import { unmatchedSentences } from '../conversation/talk-figures.ts'
import { estateDay } from '../desk/residents/estate-day.ts'
import { readArgs } from './read-args.ts'

export interface UnmatchedOrder {
  readonly days: number
  readonly questionsOnly: boolean
  readonly company: string | undefined
}

const DAY_MS = 86_400_000
const MOST_DAYS = 366
const MOST_SENTENCES = 200

/** Undefined when it was called wrongly. */
export function readUnmatchedOrder(argv: readonly string[]): UnmatchedOrder | undefined {
  const read = readArgs(argv, {
    days: { type: 'string', default: '30' },
    questions: { type: 'boolean', default: false },
    company: { type: 'string' },
  })
  if (!read || read.positionals.length > 0 || !/^\d{1,3}$/.test(read.values.days)) return undefined
  const days = Number(read.values.days)
  if (days < 1 || days > MOST_DAYS) return undefined
  return { days, questionsOnly: read.values.questions, company: read.values.company }
}

/** The exit code is 0; nothing to tell is good news. */
export async function unmatchedFlows(
  { tx, now }: ReadWork,
  corpId: string,
  { days, questionsOnly }: UnmatchedOrder,
  print: (line: string) => void,
): Promise<number> {
  const projects = await tx
    .selectFrom('project')
    .select('id')
    .where('corpId', '=', corpId)
    .execute()
  const sentences = await unmatchedSentences(tx, {
    corpId,
    projectIds: projects.map(({ id }) => id),
    from: estateDay(new Date(now.getTime() - (days - 1) * DAY_MS)),
    to: estateDay(now),
    questionsOnly,
    limit: MOST_SENTENCES,
  })
  for (const { text, flow, step, isQuestion, times } of sentences)
    print(
      `${times}×  ${text.replaceAll('\n', ' ')}${isQuestion ? '  〔问句〕' : ''}${flow ? `  ${flow}.${step}` : ''}`,
    )
  print(`${sentences.length} 句没听懂 / sentences nobody understood`)
  return 0
}
