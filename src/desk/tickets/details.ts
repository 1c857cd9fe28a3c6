/** What only one kind of ticket has, in a form of its own (servicedesk.md D2, Complaint and others). */
import { z } from 'zod'
import type { Work } from '../work.ts'
import type { Category } from './category-rules.ts'
import { cleanName } from './clean-name.ts'
import { cleanText } from './clean-text.ts'
import { calledIn } from './complained-about.ts'
import type { TicketKind } from './kinds.ts'
import {
  COMPLAINT_LEVELS,
  COMPLAINT_NEWS,
  type ComplaintLevel,
  type ComplaintNews,
} from './rules.ts'
import { sayDay } from './say-time.ts'
import type { TicketRow } from './ticket.ts'

const words = z
  .string()
  .optional()
  .transform((text) => text || undefined)
/** A node of rules/categories.yaml: the one under the kind's own. */
const topic = z.string().min(1)

/** What was told in words, and when: an ISO time. */
const told = z.strictObject({ text: z.string().min(1), at: z.iso.datetime() })
/** `by`: the day on which it is to be done, 'YYYY-MM-DD'. */
const plan = told.extend({ by: z.iso.date().optional() })

const FORMS = {
  repair: z.strictObject({ asset: words }),
  complaint: z.strictObject({
    topic,
    level: z.enum(COMPLAINT_LEVELS),
    against: words,
    confidential: z.boolean(),
    reply: told.optional(),
    plan: plan.optional(),
    result: told.optional(),
  }),
  enquiry: z.strictObject({ topic, answer: z.string().min(1).optional() }),
  help: z.strictObject({ topic }),
  suggestion: z.strictObject({ about: topic }),
  praise: z.strictObject({ about: topic, who: words }),
  service: z.strictObject({ item: topic, wished: words }),
} as const satisfies Record<TicketKind, z.ZodType>

export type Details = z.output<(typeof FORMS)[TicketKind]>

/** What somebody said of it beside their words; the rest is read from these. */
export interface SaidDetails {
  readonly asset?: string | undefined
  readonly against?: string | undefined
  readonly level?: string | undefined
  readonly confidential?: boolean | undefined
  readonly who?: string | undefined
  readonly wished?: string | undefined
}

interface Source {
  readonly projectId: string
  readonly category: Category
  readonly text: string
  readonly said?: SaidDetails | undefined
}

/** Null when something was said that this kind does not have, or that is none of the known. */
export async function readDetails(work: Work, source: Source): Promise<Details | null> {
  const said = Object.fromEntries(
    Object.entries(source.said ?? {})
      .map(([name, value]) => [name, typeof value === 'string' ? cleanName(work, value) : value])
      .filter(([, value]) => value !== undefined && value !== ''),
  )
  const own = await ownDetails(work, source)
  const form: z.ZodType<Details> = FORMS[source.category.kind]
  return form.safeParse({ ...own, ...said }).data ?? null
}

/** What the words themselves say. */
async function ownDetails(work: Work, { projectId, category, text }: Source): Promise<object> {
  const topicId = category.line[1] ?? category.id
  const { complaints } = work.rules.tickets
  switch (category.kind) {
    case 'complaint': {
      const called = await calledIn(work, projectId, text)
      return {
        topic: topicId,
        level:
          COMPLAINT_LEVELS.findLast((one) => isIn(complaints.levels[one].signs, text)) ?? 'general',
        confidential: isIn(complaints.confidential.signs, text),
        against: called || undefined,
      }
    }
    case 'praise':
      return { about: topicId, who: (await calledIn(work, projectId, text)) || undefined }
    case 'suggestion':
      return { about: topicId }
    case 'service':
      return { item: category.id }
    case 'repair':
      return {}
    default:
      return { topic: topicId }
  }
}

function isIn(signs: readonly string[], text: string): boolean {
  return signs.some((sign) => text.includes(sign))
}

type Kept = Pick<TicketRow, 'kind' | 'category' | 'details'>

/** Of a ticket's row; null for one of the time before there were details. */
function detailsIn(ticket: Kept): Details | null {
  const form: z.ZodType<Details> = FORMS[ticket.kind as TicketKind]
  return form.safeParse(ticket.details).data ?? null
}

/** How grave a complaint is; null for other kinds. */
export function levelOf(ticket: Kept): ComplaintLevel | null {
  if (ticket.kind !== 'complaint') return null
  return FORMS.complaint.safeParse(ticket.details).data?.level ?? 'general'
}

/** The details of a complaint with another level. */
export function withLevel(ticket: Kept, level: ComplaintLevel): Details {
  return { ...complaintIn(ticket), level }
}

function complaintIn({ category, details }: Kept): z.output<typeof FORMS.complaint> {
  const before = FORMS.complaint.safeParse(details).data
  return before ?? { topic: category, confidential: false, against: undefined, level: 'general' }
}

/** What was told of a complaint; `by` of a plan only. */
export type Told = z.output<typeof plan>

/** What whoever complains was told since it was reported or opened again, the last of each; nothing for other kinds. */
export function toldOf(ticket: Kept): Readonly<Partial<Record<ComplaintNews, Told>>> {
  if (ticket.kind !== 'complaint') return {}
  const { reply, plan, result } = complaintIn(ticket)
  return { ...(reply && { reply }), ...(plan && { plan }), ...(result && { result }) }
}

/** The details of a complaint with what was told now. */
export function withTold(ticket: Kept, what: ComplaintNews, said: Told): Details {
  return { ...complaintIn(ticket), [what]: said }
}

/** Opened again, or come out of another one: from now on everything is to be told anew. */
export function untold(ticket: Kept): { readonly details?: Details } {
  if (Object.keys(toldOf(ticket)).length === 0) return {}
  const { reply, plan, result, ...kept } = complaintIn(ticket)
  return { details: kept }
}

/** Whether whoever complains wants to stay unknown to whom it is about. */
export function isConfidential(ticket: Kept): boolean {
  return (
    ticket.kind === 'complaint' &&
    FORMS.complaint.safeParse(ticket.details).data?.confidential === true
  )
}

/** What added words change of a complaint: from now on it is confidential. */
export function confiding(work: Work, ticket: Kept, text: string): { readonly details?: Details } {
  const before = FORMS.complaint.safeParse(ticket.details).data
  const { signs } = work.rules.tickets.complaints.confidential
  if (ticket.kind !== 'complaint' || !before || before.confidential) return {}
  return isIn(signs, text) ? { details: { ...before, confidential: true } } : {}
}

/** The words a complaint is finished with are its result, when none was told before; nothing for other kinds. */
export function resulted(
  work: Work,
  ticket: Kept,
  note: string | null,
): { readonly details?: Details } {
  if (ticket.kind !== 'complaint' || note === null || toldOf(ticket).result) return {}
  const text = cleanText(note, work.rules.tickets.complaints.longest_news)
  return { details: withTold(ticket, 'result', { text, at: work.now.toISOString() }) }
}

/** What was answered to an enquiry, when it is finished with words, clean ones; nothing for other kinds. */
export function answered(ticket: Kept, note: string | null): { readonly details?: Details } {
  if (ticket.kind !== 'enquiry' || note === null) return {}
  const before = detailsIn(ticket) ?? { topic: ticket.category }
  return { details: { ...before, answer: note } }
}

type Line = { readonly name: keyof SaidDetails | 'answer'; readonly words: string }

/** The details as people read them, by the name of each; the topic is read from the category. */
export function detailLines(work: Work, ticket: Kept): readonly Line[] {
  const { levels, confidential } = work.rules.tickets.complaints
  const details: Readonly<Record<string, unknown>> = { ...detailsIn(ticket) }
  const words: Record<Line['name'], unknown> = {
    level: levels[details['level'] as keyof typeof levels]?.words,
    against: details['against'],
    confidential: details['confidential'] === true && confidential.words,
    who: details['who'],
    asset: details['asset'],
    wished: details['wished'],
    answer: details['answer'],
  }
  return Object.entries(words).flatMap(([name, said]) =>
    typeof said === 'string' && said !== '' ? [{ name: name as Line['name'], words: said }] : [],
  )
}

export interface NewsLine {
  readonly name: ComplaintNews
  readonly words: string
  /** The day on which a plan is to be done, as people say it; may be empty. */
  readonly by: string
}

/** What whoever complains was told last of each; none for other kinds. */
export function newsLines(work: Work, ticket: Kept): readonly NewsLine[] {
  const said = toldOf(ticket)
  return COMPLAINT_NEWS.flatMap((name) => {
    const { text = '', by } = said[name] ?? {}
    return text ? [{ name, words: text, by: by ? sayDay(by, work.now) : '' }] : []
  })
}
