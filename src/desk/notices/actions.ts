/** What flows for staff may do with notices: write them, and all that follows. */
import { z } from 'zod'
import { type Action, defineAction } from '../action.ts'
import { optional, timeWindow } from '../tickets/inputs.ts'
import { sayTime } from '../tickets/say-time.ts'
import { createNotice } from './create.ts'
import { draftNotice, type NoticeWish } from './draft.ts'
import { NOTICE_KINDS } from './rules.ts'
import { noticeSteerActions } from './steer-actions.ts'
import { countsOf } from './summary.ts'

const wish = z.object({
  kind: z.enum(NOTICE_KINDS),
  title: z.string(),
  text: z.string(),
  audience: z.string(),
  when: optional(timeWindow),
  send: optional(timeWindow),
  urgent: optional(z.boolean()),
})

const wishFields = {
  kind: { type: 'choice' },
  title: { type: 'text' },
  text: { type: 'text' },
  audience: { type: 'text' },
  when: { type: 'time_window', optional: true },
  send: { type: 'time_window', optional: true },
  urgent: { type: 'yes_no', optional: true },
} as const

function wished({
  when = '',
  send = '',
  urgent = false,
  ...rest
}: z.output<typeof wish>): NoticeWish {
  return { ...rest, when, send, urgent }
}

const REFUSALS = [
  'not_allowed',
  'empty',
  'too_long',
  'nobody',
  'no_time',
  'over',
  'too_far',
  'too_late',
  'unknown_place',
] as const

const preview = defineAction({
  name: 'notices.preview',
  with: wishFields,
  input: wish,
  outcomes: ['ok', ...REFUSALS],
  result: {
    audience: 'text',
    people: 'integer',
    reached: 'integer',
    no_contact: 'integer',
    over_cap: 'integer',
    stewards: 'list',
    groups: 'list',
    send_at: 'text',
    approval: 'yes_no',
    law: 'text',
    piece: 'text',
  },
  async run(work, input) {
    const drafted = await draftNotice(work, wished(input))
    if (drafted.outcome !== 'ok') return refused(drafted)
    const { plan, audience, sendAt, isWholeProject } = drafted.draft
    const stewards = plan.stewards.map(({ name, people }) => ({ name, count: people }))
    const groups = plan.groups.map(({ name, people }) => ({ name, count: people }))
    const send_at = sayTime(sendAt, work.now)
    const result = { audience: audience.label, stewards, groups, send_at, approval: isWholeProject }
    return { outcome: 'ok', result: { ...result, ...countsOf(plan) } }
  },
})

const create = defineAction({
  name: 'notices.create',
  with: wishFields,
  input: wish,
  outcomes: ['scheduled', 'in_review', 'no_approver', ...REFUSALS],
  result: { send_at: 'text', law: 'text', piece: 'text' },
  irreversible: true,
  async run(work, input) {
    const answer = await createNotice(work, wished(input))
    if (answer.outcome === 'scheduled' || answer.outcome === 'in_review')
      return { outcome: answer.outcome, result: { send_at: sayTime(answer.sendAt, work.now) } }
    return answer.outcome === 'no_approver' ? { outcome: answer.outcome } : refused(answer)
  },
})

function refused<Outcome extends string>(answer: {
  readonly outcome: Outcome
  readonly law?: string
  readonly piece?: string
}) {
  const { outcome, law = '', piece = '' } = answer
  return { outcome, result: { law, piece } }
}

export const noticeActions: readonly Action[] = [preview, create, ...noticeSteerActions]
