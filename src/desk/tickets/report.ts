/** What somebody reports, brought into the form it is kept in. */
import type { Work } from '../work.ts'
import type { Appointment } from './appointment.ts'
import { categoryOf, inferCategory } from './categories.ts'
import type { Category } from './category-rules.ts'
import { cleanText } from './clean-text.ts'
import { type Details, readDetails, type SaidDetails } from './details.ts'
import type { TicketKind } from './kinds.ts'
import { findPlace, type Place, type SaidPlace } from './place.ts'
import { readWindow } from './read-window.ts'
import { type Weight, weigh } from './weigh.ts'

/** servicedesk.md A1, "duplicate hint while reporting". */
export const SAME_MATTER = ['join', 'ask', 'apart'] as const
type SameMatter = (typeof SAME_MATTER)[number]

export interface Report extends SaidPlace {
  readonly kind: TicketKind
  /** A node of rules/categories.yaml; read from the words when absent. */
  readonly category?: string | undefined
  /** The person's own words. */
  readonly text: string
  /** "2026-11-22T09:00/11:00" or "asap". */
  readonly visit?: string | undefined
  /** Ids of our media files. */
  readonly photos?: readonly string[] | undefined
  readonly phone?: string | undefined
  readonly name?: string | undefined
  /**
   * What becomes of it when the same is open already: it is added to that (as when left out), nothing is done and the
   * person is asked, or it is a ticket of its own that is related to that one. Of a danger nobody is asked.
   */
  readonly same?: SameMatter | undefined
  /** True for a danger: then the category is one of the dangers. */
  readonly hazard?: boolean | undefined
  /** What only its kind has. */
  readonly details?: SaidDetails | undefined
}

export interface ReadReport extends Place {
  readonly kind: TicketKind
  readonly category: Category
  readonly weight: Weight
  readonly details: Details
  readonly text: string
  readonly appointment: Appointment | null
  readonly photos: readonly string[]
  readonly phone: string | null
  readonly name: string | null
}

/** What is wrong with a report; the person can be asked for it. */
export type ReportProblem =
  | 'no_words'
  | 'no_room'
  | 'no_place'
  | 'no_category'
  | 'bad_details'
  | 'window_past'
  /** Outside the hours of visits, or farther ahead than they are agreed. */
  | 'window_closed'

const LONGEST_NAME = 40

export async function readReport(
  work: Work,
  projectId: string,
  report: Report,
): Promise<ReadReport | ReportProblem> {
  const { categories, tickets } = work.rules
  const text = cleanText(report.text, tickets.max_chars)
  if (text === '') return 'no_words'
  const category = chosenCategory(work, report, text)
  if (!category) return 'no_category'
  const place = await findPlace(work, projectId, report)
  if (!place) return 'no_room'
  if (place.place === '' && needsPlace(category)) return 'no_place'
  const details = await readDetails(work, { projectId, category, text, said: report.details })
  if (!details) return 'bad_details'
  const appointment = readWindow(work, report.visit ?? '')
  if (appointment === 'past') return 'window_past'
  if (typeof appointment === 'string') return 'window_closed'
  return {
    ...place,
    kind: category.kind,
    category,
    weight: weigh(categories, category, { text, isShared: isShared(place) }),
    details,
    text,
    appointment,
    photos: [...new Set(report.photos ?? [])].slice(0, tickets.max_photos),
    ...callerOf(report),
  }
}

function callerOf({ phone, name }: Report): Pick<ReadReport, 'phone' | 'name'> {
  return { phone: phone?.trim() || null, name: cleanText(name ?? '', LONGEST_NAME) || null }
}

function chosenCategory(work: Work, report: Report, text: string): Category | null {
  const rules = work.rules.categories
  if (!report.category) {
    const { kind, hazard: hazards = false, place = '' } = report
    return inferCategory(rules, { text, kind, hazards, place })
  }
  const chosen = rules.byId.get(report.category)
  return chosen?.kind === report.kind ? categoryOf(rules, chosen.id) : null
}

/** In no home, but somewhere. */
function isShared({ roomId, place }: Place): boolean {
  return roomId === null && place !== ''
}

/** An alarm is never turned away for want of a place: people ask for it while others are on their way. */
function needsPlace(category: Category): boolean {
  return category.visit && !category.hazard && category.place !== 'none'
}
