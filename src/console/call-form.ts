/** What stands in the form for a caller, and the report it makes. */
import { z } from 'zod'
import { phoneNumber } from '../desk/residents/phone-number.ts'
import { KINDS, type TicketKind } from '../desk/tickets/kinds.ts'
import { AGAIN, type CallerReport } from '../desk/tickets/log-for-caller.ts'
import type { ReportProblem } from '../desk/tickets/report.ts'
import type { PhotoProblem } from '../media/store-photos.ts'

const words = (max: number) =>
  z
    .string()
    .transform((text) => text.slice(0, max).replaceAll('\0', '').trim())
    .catch('')

const callForm = z.object({
  key: words(64),
  project: words(64),
  phone: words(30),
  room: words(60),
  place: words(60),
  text: words(5000),
  kind: z.enum(KINDS).catch('repair'),
  category: words(80),
  name: words(40),
  day: words(10),
  from: words(5),
  until: words(5),
  again: z.enum(AGAIN).catch('ask'),
})

export type CallForm = z.output<typeof callForm>
/** `too_many`: more photos than a ticket keeps; `too_large`: all together more than a form may be. */
export type CallProblem =
  | ReportProblem
  | PhotoProblem
  | 'bad_phone'
  | 'bad_visit'
  | 'no_project'
  | 'too_many'
  | 'too_large'
  /** The same was finished there a few days ago: whether it is that again has to be said. */
  | 'same_finished'

export function readCall(body: unknown): CallForm {
  return callForm.parse(body ?? {})
}

const DAY = /^\d{4}-\d\d-\d\d$/
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/

/** The report of a filled form, or what is wrong with it. */
export function reportOf(form: CallForm): CallerReport | CallProblem {
  const phone = form.phone === '' ? undefined : phoneNumber(form.phone)
  if (phone === null) return 'bad_phone'
  const visit = visitOf(form)
  if (visit === null) return 'bad_visit'
  return {
    kind: form.kind as TicketKind,
    text: form.text,
    phone,
    category: form.category || undefined,
    room: form.room || undefined,
    place: form.place || undefined,
    name: form.name || undefined,
    visit: visit || undefined,
    again: form.again,
  }
}

/** Empty for "as soon as possible", null for what is no window. */
function visitOf({ day, from, until }: CallForm): string | null {
  if (day === '' && from === '' && until === '') return ''
  const isDay = DAY.test(day) && !Number.isNaN(Date.parse(`${day}T00:00:00Z`))
  if (!isDay || !TIME.test(from) || !TIME.test(until) || from >= until) return null
  return `${day}T${from}/${until}`
}
