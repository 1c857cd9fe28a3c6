/** Until when somebody says they are away: 到15点, 到下午三点半, 到明天8:30, 两小时, 一个半小时, 半小时. */
import { addDays, estateDay, estateInstant } from '../residents/estate-day.ts'
import { arabicDigits } from '../residents/plain-text.ts'

const CLOCK =
  /到(今天|明天|后天)?(凌晨|早上|上午|中午|下午|晚上)?(\d{1,2})(?:[:：](\d{2})|点钟?(半|[13]刻|\d{1,2})?)/
const HOURS = /(\d{1,3}|半)(个半)?个?(?:小时|钟头)(半)?/
const MINUTES = /(\d{1,4})分钟/
const NUMERALS = /[零〇一二两三四五六七八九十百]+/g
const PARTS: Readonly<Record<string, string>> = { 半: '30', '1刻': '15', '3刻': '45' }
const DAYS = ['今天', '明天', '后天']
const LONGEST = 100

/** Null when the words name no time, or one that is over. */
export function readUntil(said: string, now: Date): Date | null {
  const plain = said.slice(0, LONGEST).normalize('NFKC').replace(/\s/g, '')
  const text = plain.replace(NUMERALS, arabicDigits)
  const until = clockOf(text, now) ?? lengthOf(text, now)
  return until && until > now ? until : null
}

function clockOf(text: string, now: Date): Date | null {
  const found = CLOCK.exec(text)
  if (!found) return null
  const [, dayWord, part = '', hours = '', colon, after] = found
  const minute = colon ?? PARTS[after ?? ''] ?? after ?? '0'
  const hour = hourOf(part, Number(hours))
  if (hour > 24 || Number(minute) > 59) return null
  const day = addDays(estateDay(now), DAYS.indexOf(dayWord ?? '今天'))
  const at = estateInstant(day, `${hour}:${minute}`)
  return dayWord === undefined && at <= now ? nextSuch({ day, part, hour, minute }, now) : at
}

/** 下午3点 is 15:00, 中午1点 13:00, 晚上12点 the end of the day. */
function hourOf(part: string, hour: number): number {
  if (part === '晚上' && hour === 12) return 24
  const isLate = ['下午', '晚上'].includes(part) || (part === '中午' && hour < 11)
  return isLate && hour < 12 ? hour + 12 : hour
}

/** Small hours without a word for them are of the afternoon while that is ahead, else of the night to come. */
const SMALL_HOURS = 7

/** A time that is over today, without a day: 到3点 said at ten is 15:00; 到9点 and 到上午9点 mean nothing then. */
function nextSuch(
  { day, part, hour, minute }: Record<'day' | 'part' | 'minute', string> & { hour: number },
  now: Date,
): Date | null {
  if (!['', '凌晨'].includes(part) || hour >= SMALL_HOURS) return null
  const afternoon = estateInstant(day, `${hour + 12}:${minute}`)
  if (part === '' && afternoon > now) return afternoon
  return estateInstant(addDays(day, 1), `${hour}:${minute}`)
}

function lengthOf(text: string, now: Date): Date | null {
  const hours = HOURS.exec(text)
  if (hours) {
    const whole = hours[1] === '半' ? 0.5 : Number(hours[1])
    const half = hours[2] || hours[3] ? 0.5 : 0
    return new Date(now.getTime() + (whole + half) * 3_600_000)
  }
  const minutes = MINUTES.exec(text)
  return minutes ? new Date(now.getTime() + Number(minutes[1]) * 60_000) : null
}
