/** Until when somebody says they are away: 到15点, 到下午3点半, 到明天8:30, 2小时, 半小时. */
import { addDays, estateDay, estateInstant } from '../residents/estate-day.ts'
import { arabicDigits } from '../residents/plain-text.ts'

const CLOCK =
  /到(今天|明天|后天)?(早上|上午|中午|下午|晚上)?(\d{1,2})(?:[:：](\d{2})|点钟?(半|\d{1,2})?)/
const HOURS = /(\d{1,3}|半)个?(?:小时|钟头)(半)?/
const MINUTES = /(\d{1,4})分钟/
const DAYS = ['今天', '明天', '后天']
const LONGEST = 100

/** Null when the words name no time, or one that is over. */
export function readUntil(said: string, now: Date): Date | null {
  const text = arabicDigits(
    said.slice(0, LONGEST).normalize('NFKC').replace(/\s/g, '').replace('两', '2'),
  )
  const until = clockOf(text, now) ?? lengthOf(text, now)
  return until && until > now ? until : null
}

function clockOf(text: string, now: Date): Date | null {
  const found = CLOCK.exec(text)
  if (!found) return null
  const [, dayWord = '今天', part = '', hours = '', colon, after] = found
  const minute = colon ?? (after === '半' ? '30' : (after ?? '0'))
  const isLate = (part === '下午' || part === '晚上') && Number(hours) < 12
  const hour = Number(hours) + (isLate ? 12 : 0)
  if (hour > 24 || Number(minute) > 59) return null
  const day = addDays(estateDay(now), DAYS.indexOf(dayWord))
  return estateInstant(day, `${hour}:${minute}`)
}

function lengthOf(text: string, now: Date): Date | null {
  const hours = HOURS.exec(text)
  if (hours) {
    const whole = hours[1] === '半' ? 0.5 : Number(hours[1])
    return new Date(now.getTime() + (whole + (hours[2] ? 0.5 : 0)) * 3_600_000)
  }
  const minutes = MINUTES.exec(text)
  return minutes ? new Date(now.getTime() + Number(minutes[1]) * 60_000) : null
}
