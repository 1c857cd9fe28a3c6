/** What a member of staff wants to tell, as a flow gives it, made ready: whom, when, in which words, or why not. */
import { parseAppointment } from '../tickets/appointment.ts'
import type { StaffActor, Work } from '../work.ts'
import { type Audience, readAudience } from './audience.ts'
import { writerOf } from './may.ts'
import { countPeople } from './people.ts'
import { type Plan, planNotice } from './plan.ts'
import type { NoticeKind } from './rules.ts'
import { timingOf } from './send-time.ts'
import { countsOf } from './summary.ts'

/** Windows as flows give them, local: '2026-11-24T09:00/17:00'; empty or 'asap' for none. */
export interface NoticeWish {
  readonly kind: NoticeKind
  readonly title: string
  readonly text: string
  readonly audience: string
  readonly when: string
  readonly send: string
  readonly urgent: boolean
}

export interface NoticeDraft {
  readonly kind: NoticeKind
  readonly title: string
  readonly body: string
  readonly urgent: boolean
  readonly audience: Audience
  readonly isWholeProject: boolean
  readonly fromAt: Date | null
  readonly untilAt: Date | null
  readonly sendAt: Date
  readonly plan: Plan
}

export type DraftAnswer =
  | { readonly outcome: 'ok'; readonly draft: NoticeDraft; readonly actor: StaffActor }
  | { readonly outcome: 'unknown_place'; readonly piece: string }
  | { readonly outcome: 'too_late'; readonly law: string; readonly hours: number }
  | {
      readonly outcome:
        | 'not_allowed'
        | 'too_long'
        | 'empty'
        | 'nobody'
        | 'no_time'
        | 'over'
        | 'too_far'
    }

export async function draftNotice(work: Work, wish: NoticeWish): Promise<DraftAnswer> {
  const { actor, rules } = work
  if (actor.kind !== 'staff' || !(await writerOf(work, actor.projectId)))
    return { outcome: 'not_allowed' }
  const title = wish.title.trim()
  const body = wish.text.trim()
  if (title === '' || body === '') return { outcome: 'empty' }
  const { title_chars, text_chars } = rules.notices
  if ([...title].length > title_chars || [...body].length > text_chars)
    return { outcome: 'too_long' }
  const { kind, urgent } = wish
  const span = parseAppointment(wish.when)
  const [fromAt, untilAt] = [span?.start ?? null, span?.end ?? null]
  const wantedAt = parseAppointment(wish.send)?.start ?? null
  const timing = timingOf(rules.notices, { kind, urgent, fromAt, untilAt, wantedAt }, work.now)
  if (timing.outcome !== 'ok') return timing
  const read = await readAudience(work, actor.projectId, wish.audience)
  if ('unknown' in read) return { outcome: 'unknown_place', piece: read.unknown }
  const { audience } = read
  const plan = await planNotice(work, { ...actor, audience })
  const { people } = countsOf(plan)
  if (people === 0) return { outcome: 'nobody' }
  const isWholeProject = await isWhole(work, actor.projectId, audience, people)
  const { sendAt } = timing
  const times = { fromAt, untilAt, sendAt }
  const draft = { kind, title, body, urgent, audience, isWholeProject, ...times, plan }
  return { outcome: 'ok', draft, actor }
}

/** Naming every building one by one needs the same second pair of eyes. */
async function isWhole(work: Work, projectId: string, audience: Audience, reached: number) {
  if (audience.parts.some(({ scope }) => scope === 'project')) return true
  return (await countPeople(work, projectId)) <= reached
}
