/** Quantities as people write them in flow files: durations, hours of the day, rates. */
import { z } from 'zod'

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

/** `20m` in, milliseconds out. Units are ms, s, m, h and d. */
export const duration = z
  .string()
  .regex(/^\d{1,5}(ms|[smhd])$/, '时长写成 20m、3h、7d / write a duration like 20m, 3h, 7d')
  .transform(durationMs)

/** Milliseconds in, the shortest way to write them out: `90000` as `90s`. */
export function durationText(ms: number): string {
  const unit = ['d', 'h', 'm', 's'].find((each) => ms % (UNIT_MS[each] ?? 1) === 0) ?? 'ms'
  return `${ms / (UNIT_MS[unit] ?? 1)}${unit}`
}

/** `09:00-20:30` in, minutes of the local day out. A window that ends before it starts spans midnight. */
export const hours = z
  .string()
  .regex(
    /^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/,
    '时段写成 09:00-20:30 / write hours like 09:00-20:30',
  )
  .transform((text) => ({
    fromMinute: minuteOf(text.slice(0, 5)),
    toMinute: minuteOf(text.slice(6)),
  }))

/** `6/1d` in: six times within any period of a day. */
export const rate = z
  .string()
  .regex(/^\d{1,5}\/\d{1,5}[smhd]$/, '频率写成 6/1d / write a rate like 6/1d')
  .transform((text) => {
    const [times = '', period = ''] = text.split('/')
    return { times: Number(times), periodMs: durationMs(period) }
  })

export type Hours = z.output<typeof hours>

function durationMs(text: string): number {
  const [, count, unit = ''] = /^(\d+)(\w+)$/.exec(text) ?? []
  return Number(count) * (UNIT_MS[unit] ?? 0)
}

function minuteOf(text: string): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))
}
