/** What flows for staff may do with notices. */
import { z } from 'zod'
import { type Action, defineAction } from '../action.ts'
import { audit } from '../audit/audit.ts'
import { optional, timeWindow } from '../tickets/inputs.ts'
import { sayTime } from '../tickets/say-time.ts'
import type { Work } from '../work.ts'
import { createNotice } from './create.ts'
import { draftNotice, type NoticeWish } from './draft.ts'
import { writerOf } from './may.ts'
import { lockNotice, noticeSubject } from './notice.ts'
import { listNotices, noticeProgress } from './progress.ts'
import { NOTICE_KINDS } from './rules.ts'
import { countsOf } from './summary.ts'
import { remindSteward, waitingTasks } from './timers.ts'
import { withdrawNotice } from './withdraw.ts'

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
    send_at: 'text',
    approval: 'yes_no',
    law: 'text',
    piece: 'text',
  },
  async run(work, input) {
    const drafted = await draftNotice(work, wished(input))
    if (drafted.outcome !== 'ok') return refused(drafted)
    const { plan, audience, sendAt, isWholeProject } = drafted.draft
    const stewards = plan.stewards.map(({ name, people }) => ({ name, count: people.length }))
    const send_at = sayTime(sendAt, work.now)
    const result = { audience: audience.label, stewards, send_at, approval: isWholeProject }
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

const list = defineAction({
  name: 'notices.list',
  with: { which: { type: 'choice', optional: true } },
  input: z.object({ which: optional(z.enum(['all', 'withdrawable'])) }),
  outcomes: ['ok', 'none', 'not_allowed'],
  result: { items: 'list' },
  async run(work, { which = 'all' }) {
    const items = await listNotices(work, which)
    if (!items) return { outcome: 'not_allowed' }
    return { outcome: items.length > 0 ? 'ok' : 'none', result: { items } }
  },
})

const ID = { id: { type: 'text' } } as const
const id = z.object({ id: z.string() })

const progress = defineAction({
  name: 'notices.progress',
  with: ID,
  input: id,
  outcomes: ['ok', 'not_found'],
  result: {
    title: 'text',
    state: 'text',
    audience: 'text',
    at: 'text',
    stewards: 'list',
    sent: 'integer',
    unsent: 'integer',
    waiting: 'integer',
    missed: 'integer',
    missing: 'list',
  },
  async run(work, input) {
    const found = await noticeProgress(work, input.id)
    return found ? { outcome: 'ok', result: { ...found } } : { outcome: 'not_found' }
  },
})

const withdraw = defineAction({
  name: 'notices.withdraw',
  with: ID,
  input: id,
  outcomes: ['withdrawn', 'stopped', 'over', 'not_allowed', 'not_found'],
  result: { sent: 'integer' },
  irreversible: true,
  async run(work, input) {
    const { outcome, sent = 0 } = await withdrawNotice(work, input.id)
    return { outcome, result: { sent } }
  },
})

const remind = defineAction({
  name: 'notices.remind',
  with: ID,
  input: id,
  outcomes: ['ok', 'none', 'enough', 'not_allowed'],
  result: { count: 'integer' },
  run: async (work, input) => remindAll(work, input.id),
})

/** The platform takes three a day of each task (wecom.md 7.5). */
async function remindAll(work: Work, noticeId: string) {
  const notice = await lockNotice(work.tx, noticeId)
  if (!notice || !(await writerOf(work, notice.projectId)))
    return { outcome: 'not_allowed' as const }
  const waiting = await waitingTasks(work, noticeId)
  const most = work.rules.notices.remind_minutes.length
  const due = waiting.filter(({ reminders }) => reminders < most)
  for (const task of due) await remindSteward(work, task)
  const { corpId, projectId } = notice
  const detail = { stewards: due.length }
  const subject = noticeSubject(noticeId)
  if (due.length > 0)
    await audit(work, { action: 'notice.remind', subject, corpId, projectId, detail })
  if (waiting.length === 0) return { outcome: 'none' as const }
  return {
    outcome: due.length > 0 ? ('ok' as const) : ('enough' as const),
    result: { count: due.length },
  }
}

export const noticeActions: readonly Action[] = [preview, create, list, progress, withdraw, remind]
