/** How instants read on the page: Beijing time, in the words of a phone. */

const ZONE = 'Asia/Shanghai'

const parts = new Intl.DateTimeFormat('zh-CN', {
  timeZone: ZONE,
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

function read(at: Date): Record<string, string> {
  return Object.fromEntries(parts.formatToParts(at).map(({ type, value }) => [type, value]))
}

/** `09:02` */
export function hourMinute(at: Date): string {
  const { hour, minute } = read(at)
  return `${hour}:${minute}`
}

/** `11月23日 周一 09:02:05` */
export function fullTime(at: Date): string {
  const { month, day, weekday, hour, minute, second } = read(at)
  return `${month}月${day}日 ${weekday} ${hour}:${minute}:${second}`
}

/** The time line between bubbles: today only the hour, then 昨天, then the date. */
export function chatTime(at: Date, now: Date): string {
  const days = dayNumber(now) - dayNumber(at)
  if (days === 0) return hourMinute(at)
  if (days === 1) return `昨天 ${hourMinute(at)}`
  const { year, month, day } = read(at)
  const date = `${month}月${day}日 ${hourMinute(at)}`
  return read(now)['year'] === year ? date : `${year}年${date}`
}

function dayNumber(at: Date): number {
  const { year, month, day } = read(at)
  return Date.UTC(Number(year), Number(month) - 1, Number(day)) / 86_400_000
}
