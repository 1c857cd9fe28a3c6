/** The matter a sentence is about, without the words that only ask for the flow. */
import type { CompiledFlow } from '../files/compiled-flow.ts'
import type { Bot } from '../files/folder-schema.ts'
import { isEmpty } from './extract.ts'

/** Empty when nothing was said but that the flow is wanted: 我要报修 has no matter, 我要报修，厨房漏水 has one, and so has 报修一下：厨房漏水. */
export function matterOf(text: string, flow: CompiledFlow | undefined, bot: Bot): string {
  const generic = (flow?.source.start?.keywords ?? [])
    .filter((rule) => rule.generic)
    .flatMap((rule) => rule.any)
  const empty = [...bot.words.filler, ...bot.words.particles]
  if (isEmpty(text, [...generic, ...empty])) return ''
  const word = generic.find((candidate) => text.includes(candidate))
  if (word === undefined) return text
  const [before = ''] = text.split(word, 1)
  const after = text
    .slice(before.length + word.length)
    .replace(/^([^\s\p{P}]*)[\s\p{P}]+/u, (all, clause) => (isEmpty(clause, empty) ? '' : all))
  return isEmpty(before, empty) && after !== '' ? after : text
}
