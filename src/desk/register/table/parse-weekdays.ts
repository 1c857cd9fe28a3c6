/** Days of the week as people write them: 周一至周五, 六、日, 1-5, 周末, 每天. */

import type { Cell } from '../xlsx/cell-value.ts'
import { cellText } from './parse-cell.ts'
import { listOf } from './row-reader.ts'

const ALL = [1, 2, 3, 4, 5, 6, 7]
const NAMES = ['一', '二', '三', '四', '五', '六', '日']
const WHOLE: Readonly<Record<string, readonly number[]>> = {
  每天: ALL,
  每日: ALL,
  天天: ALL,
  周末: [6, 7],
  双休日: [6, 7],
}

/** 1 Monday … 7 Sunday, in order and each once; null when a word is no day. */
export function parseWeekdays(cell: Cell): number[] | null {
  const parts = listOf(cellText(cell).replace(/\s/g, '')).map(daysOf)
  if (parts.length === 0 || parts.includes(null)) return null
  return [...new Set(parts.flatMap((days) => days ?? []))].sort((a, b) => a - b)
}

/** As a book writes them: 周一、周二. */
export function weekdayWords(weekdays: readonly number[]): string {
  return weekdays.length === ALL.length
    ? '每天'
    : weekdays.map((day) => `周${NAMES[day - 1] ?? ''}`).join('、')
}

/** 周五至周一 goes over the weekend. */
function daysOf(part: string): readonly number[] | null {
  const whole = WHOLE[part]
  if (whole) return whole
  const [first, last, ...others] = part.split(/[至到~～-]/).map(dayOf)
  if (first === undefined || first === null || last === null || others.length > 0) return null
  if (last === undefined) return [first]
  return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, at) => ((first - 1 + at) % 7) + 1)
}

function dayOf(word: string): number | null {
  const bare = word.replace(/^(?:周|星期|礼拜)/, '').replace('天', '日')
  const named = NAMES.indexOf(bare)
  if (named >= 0) return named + 1
  return /^[1-7]$/.test(bare) ? Number(bare) : null
}
