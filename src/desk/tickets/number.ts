/** Ticket numbers as people read and type them: BX20261121-0007. */
import { arabicDigits, plainText } from '../residents/plain-text.ts'

/** servicedesk.md A1: short enough for the phone, new every day. `day` is 'YYYY-MM-DD'. */
export function formatNumber(prefix: string, day: string, serial: number): string {
  return `${prefix}${day.replaceAll('-', '')}-${padded(serial)}`
}

/** What somebody typed of a number; parts left out are null. */
export interface TypedNumber {
  readonly prefix: string | null
  /** 'YYYYMMDD' */
  readonly day: string | null
  readonly serial: number
}

const WHOLE = /^([A-Z]{2})?(\d{8})-(\d{1,6})$/
const WITHOUT_DASH = /^([A-Z]{2})(\d{8})(\d{4,6})$/
const SHORT = /^(?:([A-Z]{2})-?)?(\d{1,5})$/
const AROUND = /^(?:第|NO\.?|#|工单号?|单号|编号)+|(?:号工单|号单|工单|号|单)$/g
const LONGEST = 40

/** Reads "bx20261121-7", "0007", "7号", "第七单"; null when it cannot be a number. */
export function parseNumber(text: string): TypedNumber | null {
  if (text.length > LONGEST) return null
  const bare = arabicDigits(
    plainText(text)
      .replace(/[-‐-―−_~]+/g, '-')
      .replace(AROUND, ''),
  )
  const whole = WHOLE.exec(bare) ?? WITHOUT_DASH.exec(bare)
  if (whole) {
    return { prefix: whole[1] ?? null, day: whole[2] ?? null, serial: Number(whole[3]) }
  }
  const short = SHORT.exec(bare)
  return short ? { prefix: short[1] ?? null, day: null, serial: Number(short[2]) } : null
}

/** Whether a typed number can be this one. */
export function means(typed: TypedNumber, number: string): boolean {
  const whole = parseNumber(number)
  return (
    whole !== null &&
    whole.serial === typed.serial &&
    (typed.prefix === null || whole.prefix === typed.prefix) &&
    (typed.day === null || whole.day === typed.day)
  )
}

/** The numbers a typed one with a day can be; empty without a day. */
export function wholeNumbers(typed: TypedNumber, prefixes: readonly string[]): string[] {
  const { prefix, day, serial } = typed
  if (day === null) return []
  return (prefix === null ? prefixes : [prefix]).map((one) => formatNumber(one, day, serial))
}

/** A LIKE pattern for the numbers a typed one can mean; holds no character of the person's own. */
export function numberPattern({ prefix, day, serial }: TypedNumber): string {
  return `${prefix ?? '__'}${day ?? '________'}-${padded(serial)}`
}

function padded(serial: number): string {
  return String(serial).padStart(4, '0')
}
