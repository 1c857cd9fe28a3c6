/** What a bill run did, as lines for a terminal: how many, how much, and what could not be computed. */
import { filled } from '../desk/fees/bill-words.ts'
import type { FeeRules } from '../desk/fees/rules.ts'
import type { BillAnswer } from '../desk/fees/run-bills.ts'
import type { SkippedBill } from '../desk/fees/skips.ts'
import { yuanText } from '../desk/fees/yuan.ts'

export function billReport({ bills: { messages } }: FeeRules, answer: BillAnswer): string[] {
  if (answer.outcome === 'refused') return [answer.message]
  const { made, totalFen, skipped, skippedCount } = answer
  const more = skippedCount - skipped.length
  return [
    made === 0 ? messages.nothing : filled(messages.done, { made, total: yuanText(totalFen) }),
    ...(skippedCount > 0 ? [filled(messages.skips, { count: skippedCount })] : []),
    ...skipped.map((skip) => `  ${skipLine(messages.skip, skip)}`),
    ...(more > 0 ? [`  ${filled(messages.more, { count: more })}`] : []),
  ]
}

/** 1-1-1011 物业费 2026-01至2026-11：没有建筑面积…… */
function skipLine(pattern: string, { room, item, periods, message }: SkippedBill): string {
  const [first, last] = [periods.at(0) ?? '', periods.at(-1) ?? '']
  const span = first === last ? first : `${first}至${last}`
  const text = filled(pattern, { room: room ?? '', item, periods: span, reason: message })
  return text.replace(/ +/g, ' ').replace(/ ：/, '：').trim()
}
