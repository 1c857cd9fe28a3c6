/** What tells a person: phone numbers, plates, names, and codes of a form the flow describes. */
import type { SlotDef } from '../files/slot-schema.ts'
import type { Match } from './match.ts'

const MOBILE = /(?<![\dA-Za-z])(?:\+?86[\s-]?)?(1[3-9]\d)[\s-]?(\d{4})[\s-]?(\d{4})(?!\d)/g
const LANDLINE = /(?<![\dA-Za-z])(0\d{2,3})[-\s]?(\d{7,8})(?!\d)/g

/** Mainland mobiles as eleven digits, landlines as `0755-12345678`. */
export function findPhones(text: string): readonly Match[] {
  const mobiles = [...text.matchAll(MOBILE)].map((match) => at(match, match.slice(1).join('')))
  const landlines = [...text.matchAll(LANDLINE)].map((match) => at(match, match.slice(1).join('-')))
  return [...mobiles, ...landlines].toSorted((a, b) => a.start - b.start)
}

/** GA 36-2018: the province, the city's letter, and five or (new energy) six characters without I and O. */
const PLATE =
  /([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼])\s?([A-HJ-NP-Z])[\s·.-]?([A-HJ-NP-Z\d]{4,5}[A-HJ-NP-Z\d挂学警港澳])(?![A-Za-z\d])/gi

/** 粤B·12345 as 粤B12345. */
export function findPlates(text: string): readonly Match[] {
  return [...text.matchAll(PLATE)].map((match) => at(match, match.slice(1).join('').toUpperCase()))
}

const NAMED =
  /(?:我叫|姓名[是:]?|名字[是叫:]?|我是|叫做?)\s*([\p{Script=Han}·]{2,8}?)(?=[,。;\s|]|$)/gu
const NAME_ALONE = /^\s*([\p{Script=Han}]{2,4}|[\p{Script=Han}]{1,10}·[\p{Script=Han}]{1,10})\s*$/u

/** Strict after 我叫 and the like; a short message of nothing but Han characters counts when asked. */
export function findNames(text: string): readonly Match[] {
  const named = [...text.matchAll(NAMED)].map((match) => at(match, match[1]))
  if (named.length > 0) return named
  const alone = NAME_ALONE.exec(text.replace(/[|,。!]+/g, ' '))?.[1]
  return alone ? [{ start: 0, end: text.length, value: alone, strict: false }] : []
}

/** The lint keeps such patterns free of repeats that could take for ever (see `isSafePattern`). */
export function findCodes(text: string, { pattern = '' }: SlotDef): readonly Match[] {
  const form = new RegExp(`(?<![A-Za-z\\d])(?:${pattern})(?![A-Za-z\\d])`, 'gi')
  return [...text.matchAll(form)].map((match) => at(match, match[0].toUpperCase()))
}

/** Bounded repeats of single characters only: no `*`, no `+`, no repeated groups, and few of them. */
export function isSafePattern(pattern: string): boolean {
  const repeats = pattern.match(/\{\d+(,\d*)?\}|\?/g) ?? []
  const isBounded = repeats.every(
    (repeat) => !repeat.endsWith(',}') && Number(/\d+(?=\}$)/.exec(repeat)?.[0] ?? 1) <= 64,
  )
  if (/(?<!\\)[*+]|\)\{|\\\d|\(\?[=!<]/.test(pattern) || !isBounded || repeats.length > 6)
    return false
  try {
    new RegExp(pattern, 'u')
    return true
  } catch {
    return false
  }
}

function at(match: RegExpExecArray, value: unknown): Match {
  return { start: match.index, end: match.index + match[0].length, value, strict: true }
}
