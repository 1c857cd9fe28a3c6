/** What flows for staff may do with notices that are there: see them, remind of them, take them back, call who missed them. */
import { z } from 'zod'
import { type Action, defineAction } from '../action.ts'
import { audit } from '../audit/audit.ts'
import { optional } from '../tickets/inputs.ts'
import type { Work } from '../work.ts'
import { writerOf } from './may.ts'
import { lockNotice, noticeSubject } from './notice.ts'
import { listNotices, noticeProgress } from './progress.ts'
import { revealPhones } from './reveal-phones.ts'
import { remindSteward, waitingTasks } from './timers.ts'
import { withdrawNotice } from './withdraw.ts'

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

const phones = defineAction({
  name: 'notices.phones',
  with: { room: { type: 'room' } },
  input: z.object({ room: z.string() }),
  outcomes: ['ok', 'none', 'no_such_room', 'not_allowed'],
  result: { label: 'text', people: 'list' },
  async run(work, { room }) {
    const { outcome, label = '', people = [] } = await revealPhones(work, room)
    return { outcome, result: { label, people } }
  },
})

export const noticeSteerActions: readonly Action[] = [list, progress, withdraw, remind, phones]
