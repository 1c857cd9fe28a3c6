/** What technicians' flows may do with a job, by short replies like 接单 or 挂起 0007. */
import { z } from 'zod'
import { type Action, defineAction, type Field, type FieldType } from '../action.ts'
import type { Work } from '../work.ts'
import { acceptTicket } from './accept.ts'
import { startWork } from './arrive.ts'
import { cancelByStaff } from './cancel.ts'
import { categoryOf } from './categories.ts'
import { CATEGORY_OUTCOMES, changeCategory } from './change-category.ts'
import { changeLevel } from './change-level.ts'
import { finishTicket } from './finish.ts'
import { forceClose, mayForceClose } from './force-close.ts'
import { FOUND_OUTCOMES, withFound } from './found-answer.ts'
import { handBack } from './hand-back.ts'
import { assignByHand, type HandOverAnswer, transferTicket } from './hand-over.ts'
import { holdTicket, resumeTicket } from './hold.ts'
import { day, images, optional, timeWindow, words } from './inputs.ts'
import { nextPromise } from './next-promise.ts'
import { nextTask } from './next-words.ts'
import { proposeVisit } from './propose-visit.ts'
import { REOPEN_OUTCOMES, type ReopenAnswer, reopenFor } from './reopen-for.ts'
import { COMPLAINT_LEVELS, COMPLAINT_NEWS } from './rules.ts'
import { actingStaff, holderOf, type Step, type StepAnswer } from './staff-step.ts'
import { findForStaff, type Verb } from './staff-tickets.ts'
import { TELLING_OUTCOMES, tellComplainant } from './tell-complainant.ts'
import { lineOf, progressOf } from './ticket-lines.ts'

const COMMON = ['ok', 'already', 'taken', 'wrong_state', 'not_yours', 'over'] as const

const result = {
  items: 'list',
  people: 'list',
  number: 'text',
  title: 'text',
  category: 'text',
  place: 'text',
  appointment: 'text',
  state: 'text',
  state_words: 'text',
  holder: 'text',
  colleague: 'text',
  off_duty: 'yes_no',
  next_words: 'text',
  next_by: 'text',
  next_does: 'text',
  next_task: 'text',
  visit: 'yes_no',
} as const

interface StepKind<Own extends string, More extends z.ZodRawShape> {
  readonly name: string
  readonly irreversible?: boolean
  /** Which of one's jobs are meant when no number is given. */
  readonly verb?: Verb | 'assign'
  /** Which when none of those is there. */
  orVerb?(input: z.output<z.ZodObject<More>>): Verb | undefined
  readonly with?: Readonly<Record<string, Field>>
  readonly input?: More
  readonly outcomes?: readonly Own[]
  /** What its answer says beside what every step says. */
  readonly result?: Readonly<Record<string, FieldType>>
  more?(
    work: Work,
    answer: StepAnswer<Own | StepAnswer['outcome']>,
  ): Readonly<Record<string, unknown>>
  take(
    work: Work,
    step: Step & z.output<z.ZodObject<More>>,
  ): Promise<StepAnswer<Own | StepAnswer['outcome']>>
}

/** An action that takes a number, or none when one job only fits. */
export function stepAction<
  const Own extends string = never,
  More extends z.ZodRawShape = z.ZodRawShape,
>(kind: StepKind<Own, More>): Action {
  const shape = { number: optional(words), ...kind.input }
  return defineAction({
    name: `tickets.${kind.name}`,
    with: { number: { type: 'text', optional: true }, ...kind.with },
    input: z.object(shape),
    outcomes: [...COMMON, ...FOUND_OUTCOMES, ...(kind.outcomes ?? [])],
    result: { ...result, ...kind.result },
    ...(kind.irreversible && { irreversible: true }),
    async run(work, input) {
      const staff = await actingStaff(work)
      const given = input as { number?: string } & z.output<z.ZodObject<More>>
      const { number: said } = given
      const verbs = { verb: kind.verb, orVerb: kind.orVerb?.(given) }
      const found = await findForStaff(work, staff, { said, ...verbs })
      return withFound(work, found, async ({ id }) => {
        const answer = await kind.take(work, { ...given, ticketId: id })
        const { outcome, result } = await answerOf(work, answer)
        return { outcome, result: { ...result, ...kind.more?.(work, answer) } }
      })
    },
  })
}

async function answerOf<Outcome extends string>(work: Work, answer: StepAnswer<Outcome>) {
  const { outcome, ticket } = answer
  const { people = [], colleague = '', offDuty = false } = answer as Partial<HandOverAnswer>
  if (!ticket) return { outcome, result: { items: [] } }
  const holder = answer.holder ?? (await holderOf(work, ticket))
  const others = people.map(({ name, userId }) => ({ name, id: userId }))
  return {
    outcome,
    result: {
      ...lineOf(work, ticket),
      ...(await progressOf(work, ticket)),
      next_task: nextTask(work, await nextPromise(work, ticket)),
      visit: categoryOf(work.rules.categories, ticket.category).visit,
      items: [],
      people: others,
      holder,
      colleague,
      off_duty: offDuty,
    },
  }
}

const REASON = { reason: { type: 'text', optional: true } } as const
const reason = { reason: optional(words) }
const COLLEAGUE = { colleague: { type: 'text' } } as const
const colleague = { colleague: words }

export const stepActions: readonly Action[] = [
  stepAction({
    name: 'accept',
    verb: 'accept',
    outcomes: ['full', 'off_duty', 'unfit'],
    take: acceptTicket,
  }),
  stepAction({ name: 'start', verb: 'start', take: startWork }),
  stepAction({ name: 'resume', verb: 'resume', take: resumeTicket }),
  stepAction({
    name: 'hold',
    verb: 'hold',
    with: { ...REASON, until: { type: 'date', optional: true } },
    input: { ...reason, until: optional(day) },
    outcomes: ['reason_wanted', 'bad_date', 'too_long'],
    take: holdTicket,
  }),
  stepAction({
    name: 'propose_visit',
    verb: 'arrive',
    with: { visit: { type: 'time_window' } },
    input: { visit: timeWindow },
    outcomes: ['agreed', 'same', 'window_wanted', 'past', 'closed', 'too_far'],
    take: proposeVisit,
  }),
  stepAction({
    name: 'finish',
    verb: 'finish',
    with: {
      note: { type: 'text', optional: true },
      photos: { type: 'images', optional: true },
      no_photo: { type: 'text', optional: true },
    },
    input: { note: optional(words), photos: images, no_photo: optional(words) },
    outcomes: ['needs_consent', 'photo_wanted', 'result_wanted', 'to_check'],
    take: (work, { no_photo: noPhoto, ...finish }) => finishTicket(work, { ...finish, noPhoto }),
  }),
  stepAction({
    name: 'return_job',
    verb: 'return',
    with: REASON,
    input: reason,
    outcomes: ['reason_wanted'],
    take: handBack,
  }),
  stepAction({
    name: 'transfer',
    verb: 'transfer',
    with: { ...COLLEAGUE, ...REASON },
    input: { ...colleague, ...reason },
    outcomes: ['reason_wanted', 'no_such_colleague', 'several', 'same', 'conflict', 'no_agreement'],
    take: transferTicket,
  }),
  stepAction({
    name: 'assign',
    verb: 'assign',
    with: { ...COLLEAGUE, ...REASON },
    input: { ...colleague, ...reason },
    outcomes: ['reason_wanted', 'no_such_colleague', 'several', 'same', 'conflict', 'no_agreement'],
    take: assignByHand,
  }),
  stepAction({
    name: 'cancel',
    with: REASON,
    input: reason,
    outcomes: ['reason_wanted'],
    take: cancelByStaff,
  }),
  stepAction({
    name: 'complaint_level',
    with: { level: { type: 'choice', optional: true }, ...REASON },
    input: { level: optional(z.enum(COMPLAINT_LEVELS)), ...reason },
    outcomes: ['not_complaint', 'level_wanted', 'reason_wanted', 'same'],
    take: changeLevel,
  }),
  stepAction({
    name: 'change_category',
    with: { category: { type: 'choice', optional: true } },
    input: { category: optional(words) },
    outcomes: CATEGORY_OUTCOMES,
    result: { kind: 'text', kind_words: 'text', priority_words: 'text', payer_words: 'text' },
    take: changeCategory,
  }),
  stepAction({
    name: 'reopen_for',
    with: REASON,
    input: reason,
    outcomes: REOPEN_OUTCOMES,
    result: { same_ticket: 'yes_no' },
    more: (_work, { isSame = false }: ReopenAnswer) => ({ same_ticket: isSame }),
    take: reopenFor,
  }),
  stepAction({
    name: 'tell_complainant',
    verb: 'tell',
    with: {
      what: { type: 'choice', optional: true },
      words: { type: 'text', optional: true },
      by: { type: 'date', optional: true },
    },
    input: {
      what: optional(z.enum(COMPLAINT_NEWS)),
      words: optional(words),
      by: optional(day),
    },
    outcomes: TELLING_OUTCOMES,
    result: { told: 'integer', most: 'integer' },
    more: ({ rules }, answer) => ({
      told: (answer as { told?: number }).told ?? 0,
      most: rules.tickets.complaints.longest_news,
    }),
    take: tellComplainant,
  }),
  stepAction({ name: 'may_force_close', take: mayForceClose }),
  stepAction({
    name: 'force_close',
    irreversible: true,
    with: { ...REASON, words: { type: 'text', optional: true } },
    input: { ...reason, words: optional(words) },
    outcomes: ['reason_wanted', 'words_wanted'],
    take: forceClose,
  }),
]
