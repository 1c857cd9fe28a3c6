/** Dates, times and visiting windows in a sentence: the recogniser's finds and our own for what it misses. */
import type { Bot } from '../files/folder-schema.ts'
import { addDays, clockText, localText, minutesOf, monthEnd } from './local-time.ts'
import type { Match } from './match.ts'
import { readNumeral } from './numerals.ts'
import { type Recognised, recogniseTimes } from './recognise-times.ts'

export interface TimeContext {
  readonly now: Date
  readonly dayParts: Bot['day_parts']
  readonly visitWindowMs: number
  readonly asap: readonly string[]
}

type TimeType = 'date' | 'time' | 'time_window'

/** Only sentences that can hold a time reach the recogniser, which costs milliseconds (dialogue.md D26). */
const CAN_HOLD =
  /[今明后昨前]\s?[天日早晚]|周|星期|礼拜|[上中下]午|[早晚]上|早晨|傍晚|凌晨|[点月号日]|:\d\d|小时|分钟/
/** Words that leave no doubt in which half of the day an hour lies. */
const HALF_SAID = /[上中下]午|[早晚夜]|凌晨|小时|分钟/
const EARLIEST_UNSAID = 7 * 60

/** Values: `2025-03-07`, `09:00`, `2025-03-07T09:00/11:00` or `asap`. */
export function findTimes(text: string, type: TimeType, context: TimeContext): readonly Match[] {
  const asap = type === 'time_window' ? findAsap(text, context.asap) : []
  if (!CAN_HOLD.test(text)) return asap
  const even = text.replace(/礼拜/g, '星期')
  const found = passages(even).flatMap(({ start, text: passage }) => {
    const own = findOwn(passage, context.now)
    const times = own ? [own] : recogniseTimes(passage, context.now)
    return times.map((time) => ({ ...time, start: time.start + start, end: time.end + start }))
  })
  return [...found.flatMap((time) => toMatch(time, type, even, context) ?? []), ...asap]
}

/** The recogniser's time grows with a power of the length; long messages reach it in pieces that name times. */
const LONGEST = 40
const MOST_PASSAGES = 3

/** Clauses that can hold a time, with the neighbours that can: 明天，上午9点. */
function passages(text: string): readonly { readonly start: number; readonly text: string }[] {
  const found: { start: number; text: string }[] = []
  for (const { 0: clause, index } of text.matchAll(/[^,，。;；!！?？\n|]+[,，]?/g)) {
    const cue = clause.search(CAN_HOLD)
    const last = found.at(-1)
    const isNext = last && last.start + last.text.length === index
    const from = Math.max(0, cue - 10)
    if (cue < 0) continue
    if (isNext && last.text.length + clause.length <= LONGEST) last.text += clause
    else found.push({ start: index + from, text: clause.slice(from, from + LONGEST) })
  }
  return found.slice(0, MOST_PASSAGES)
}

function toMatch(
  found: Recognised,
  type: TimeType,
  text: string,
  context: TimeContext,
): Match | undefined {
  const { start, end, date } = found
  if (type === 'date') return date ? { start, end, value: date, strict: true } : undefined
  const [from, to] = span(found, text.slice(start, end), context)
  if (type === 'time')
    return found.from ? { start, end, value: clockText(from), strict: true } : undefined
  const now = localText(context.now)
  const today = now.slice(0, 10)
  const day = date ?? (clockText(to) > now.slice(11) ? today : addDays(today, 1))
  const isToCome = `${day}T${clockText(to)}` > now
  const isWhole = date ? found.from !== undefined || found.part !== undefined : isRange(found, text)
  const value = `${day}T${clockText(from)}/${clockText(to)}`
  // 昨晚开始漏 tells when it began, not when to come; a bare 明天 leaves the hour to be asked.
  return { start, end, value, strict: isToCome && isWhole }
}

/** Habits and beginnings are told with ranges too: 每天下午三点到五点没水, 从晚上七点到八点起. */
const NO_VISIT_BEFORE = /[每昨前]|天天|经常|总是|老是|一直|都是|从|自|开始/
const NO_VISIT_AFTER = /^[\s，,]*(起|开始|就|没|停|又|一直|都|总|会)/

/** 下午三点到五点: both ends and the half of the day, without a day, is a time somebody is in. */
function isRange({ start, end, from, to }: Recognised, text: string): boolean {
  const clause =
    text
      .slice(0, start)
      .split(/[，,。；;！!\n]/)
      .at(-1) ?? ''
  const isPlain = !NO_VISIT_BEFORE.test(clause) && !NO_VISIT_AFTER.test(text.slice(end))
  const isEnded = from !== undefined && to !== undefined
  return isEnded && HALF_SAID.test(text.slice(start, end)) && isPlain
}

/** Minutes of the day the words stand for. */
function span(found: Recognised, words: string, context: TimeContext): readonly [number, number] {
  const part = context.dayParts[found.part ?? 'day']
  if (found.from === undefined) return [part?.fromMinute ?? 540, part?.toMinute ?? 1080]
  const start = minutesOf(found.from)
  const end = found.to ? minutesOf(found.to) : start + context.visitWindowMs / 60_000
  // 3点 without 上午 or 下午 means the afternoon: nobody visits at three at night.
  const shift = !HALF_SAID.test(words) && start < EARLIEST_UNSAID ? 720 : 0
  return [start + shift, end + shift]
}

const YEARS: Readonly<Record<string, number>> = { 前年: -2, 去年: -1, 明年: 1, 后年: 2 }

/** 去年12月1日, of which the recogniser drops the year. */
function dayOfYear(text: string, today: string): Recognised | undefined {
  const said = /(前年|去年|明年|后年)的?([1-9]\d?)月([1-9]\d?)[日号]/.exec(text)
  if (!said) return undefined
  const [whole, which = '', month = '', day = ''] = said
  const year = Number(today.slice(0, 4)) + (YEARS[which] ?? 0)
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const isReal = Number(month) <= 12 && addDays(`${date.slice(0, 8)}01`, Number(day) - 1) === date
  return isReal ? { start: said.index, end: said.index + whole.length, date } : undefined
}

/** 半小时前, which the recogniser takes for now. */
function halfAnHourAgo(text: string, now: Date): Recognised | undefined {
  const said = /半个?(小时|钟头)(之前|以前|前)/.exec(text)
  if (!said) return undefined
  const [date = '', from = ''] = localText(new Date(now.getTime() - 1_800_000)).split('T')
  return { start: said.index, end: said.index + said[0].length, date, from }
}

/** 8号下午 and 月底前, which the recogniser misses. */
function findOwn(text: string, now: Date): Recognised | undefined {
  const today = localText(now).slice(0, 10)
  const past = dayOfYear(text, today) ?? halfAnHourAgo(text, now)
  if (past) return past
  const end = /(这个月|本月|下个?月)?月?底[前之]?/.exec(text)
  if (end && (end[1] || end[0].includes('月'))) {
    const month = end[1]?.startsWith('下') ? addDays(monthEnd(today), 1) : today
    return { start: end.index, end: end.index + end[0].length, date: monthEnd(month) }
  }
  const day =
    /(?<![\d月栋幢座楼年第])(\d{1,2}|[一二三四五六七八九十]{1,3})[号日](?![楼线院门])/.exec(text)
  const date = day && nextDay(readNumeral(day[1] ?? '') ?? 0, today)
  if (!date) return undefined
  const after = day.index + day[0].length
  const clock = recogniseTimes(text.slice(after), now).find(
    (found) => found.start <= 1 && !found.date,
  )
  return { ...clock, start: day.index, end: after + (clock?.end ?? 0), date }
}

/** The next day with this number: of this month, or of the next when it has passed. */
function nextDay(number: number, today: string): string | undefined {
  const day = String(number).padStart(2, '0')
  const dates = [today, addDays(monthEnd(today), 1)].map((month) => `${month.slice(0, 8)}${day}`)
  return dates.find((date) => number > 0 && date >= today && date <= monthEnd(date))
}

function findAsap(text: string, words: readonly string[]): readonly Match[] {
  const word = words
    .toSorted((a, b) => b.length - a.length)
    .find((candidate) => text.includes(candidate))
  if (word === undefined) return []
  const start = text.indexOf(word)
  return [{ start, end: start + word.length, value: 'asap', strict: true }]
}
