/** Microsoft's recogniser of Chinese dates behind one function, its resolutions brought to local text. */
import recognizers from '@microsoft/recognizers-text-date-time'
import { localText } from './local-time.ts'

export interface Recognised {
  readonly start: number
  readonly end: number
  /** `2025-03-07`; absent when only a time of day was said. */
  readonly date?: string
  /** `09:00`; absent when only a day or a part of it was said. */
  readonly from?: string
  readonly to?: string
  readonly part?: DayPart
}

type DayPart = 'morning' | 'noon' | 'afternoon' | 'evening'

interface Resolution {
  readonly type: string
  readonly timex: string
  readonly value?: string
  readonly start?: string
  readonly end?: string
}

const PARTS: Readonly<Record<string, DayPart>> = {
  MO: 'morning',
  MI: 'noon',
  AF: 'afternoon',
  EV: 'evening',
  NI: 'evening',
}
const LOOKS_BACK = /[上去昨]/

let model: ReturnType<typeof openModel> | undefined

/** Offsets are into `text`; `end` is exclusive. Of several readings the next to come is taken. */
export function recogniseTimes(text: string, now: Date): readonly Recognised[] {
  model ??= openModel()
  const local = localText(now)
  return model.parse(text, showing(local)).flatMap((result) => {
    const readings: readonly Resolution[] = result.resolution?.['values'] ?? []
    const coming = LOOKS_BACK.test(result.text)
      ? undefined
      : readings.find((it) => endOf(it) >= local)
    const reading = coming ?? readings.at(-1)
    const span = { start: result.start, end: result.end + 1 }
    return reading ? (read(reading, span) ?? []) : []
  })
}

function openModel() {
  return new recognizers.DateTimeRecognizer('zh-cn').getDateTimeModel()
}

/** The recogniser reckons by the process's own clock, so it is told a moment at which that shows the estate's time. */
function showing(local: string): Date {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = local.split(/[-T:]/).map(Number)
  return new Date(year, month - 1, day, hour, minute)
}

function read(reading: Resolution, span: { start: number; end: number }): Recognised | undefined {
  const from = reading.start ?? reading.value ?? ''
  const part = PARTS[/T(MO|MI|AF|EV|NI)$/.exec(reading.timex)?.[1] ?? '']
  const clock = part ? undefined : clockOf(from)
  const to = part || !reading.end ? undefined : clockOf(reading.end)
  const date = /^\d{4}-\d\d-\d\d/.exec(from)?.[0]
  // A duration says how long, and FUTURE_REF (马上) only that it is urgent.
  if (reading.type === 'duration' || reading.timex.endsWith('_REF') || !(date || clock || part))
    return undefined
  return {
    ...span,
    ...(date && { date }),
    ...(clock && { from: clock }),
    ...(to && { to }),
    ...(part && { part }),
  }
}

function endOf({ type, end, value = '' }: Resolution): string {
  // A time of day without a day can always still come.
  if (type === 'time' || type === 'timerange') return '9999'
  const last = end ?? value
  return last.length === 10 ? `${last}T23:59` : last.replace(' ', 'T').slice(0, 16)
}

function clockOf(text: string): string | undefined {
  return /(\d\d:\d\d):\d\d$/.exec(text)?.[1]
}
