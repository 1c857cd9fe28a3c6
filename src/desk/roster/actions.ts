/** What staff's flows may do with the roster: their own duty, who is on, leave. */
import { z } from 'zod'
import { type Action, defineAction } from '../action.ts'
import { day, optional, words } from '../tickets/inputs.ts'
import { sayTime } from '../tickets/say-time.ts'
import { actingStaff } from '../tickets/staff-step.ts'
import { jobsOf } from '../tickets/staff-tickets.ts'
import { endLeave, leaveWords, requestLeave } from './leave.ts'
import { ownHours, whoIsOn } from './roster-lines.ts'
import { switchDuty } from './switch-duty.ts'

const switchAction = defineAction({
  name: 'roster.switch',
  with: { state: { type: 'choice' }, said: { type: 'text', optional: true } },
  input: z.object({ state: z.enum(['on', 'off', 'busy']), said: optional(words) }),
  outcomes: ['ok', 'on_leave', 'too_long'],
  result: { until: 'text', jobs: 'integer' },
  async run(work, { state, said = '' }) {
    const member = await actingStaff(work)
    const { outcome, until } = await switchDuty(work, member, { state, said })
    const jobs = (await jobsOf(work, member, undefined)).length
    return { outcome, result: { until: sayTime(until, work.now), jobs } }
  },
})

const onDuty = defineAction({
  name: 'roster.on_duty',
  with: {},
  input: z.object({}),
  outcomes: ['ok', 'nobody'],
  result: { items: 'list' },
  async run(work) {
    const { projectId } = await actingStaff(work)
    const items = await whoIsOn(work, projectId)
    return { outcome: items.length > 0 ? 'ok' : 'nobody', result: { items: [...items] } }
  },
})

const mine = defineAction({
  name: 'roster.mine',
  with: {},
  input: z.object({}),
  outcomes: ['ok', 'none'],
  result: { items: 'list' },
  async run(work) {
    const items = (await ownHours(work, await actingStaff(work))).map((line) => ({ line }))
    return { outcome: items.length > 0 ? 'ok' : 'none', result: { items } }
  },
})

const leave = defineAction({
  name: 'roster.request_leave',
  with: {
    from: { type: 'date' },
    to: { type: 'date' },
    reason: { type: 'text', optional: true },
    replacement: { type: 'text', optional: true },
  },
  input: z.object({ from: day, to: day, reason: optional(words), replacement: optional(words) }),
  outcomes: ['ok', 'bad_days', 'too_long', 'overlaps', 'no_approver', 'no_such_colleague'],
  result: { from: 'text', to: 'text', replacement: 'text', max_days: 'integer' },
  async run(work, { from, to, reason = '', replacement = '' }) {
    const member = await actingStaff(work)
    const answer = await requestLeave(work, member, { from, to, reason, replacement })
    const max_days = work.rules.staff.roster.leave.max_days
    if (answer.outcome !== 'ok') return { outcome: answer.outcome, result: { max_days } }
    const result = { ...leaveWords(work, answer.leave), replacement: answer.replacement, max_days }
    return { outcome: 'ok', result }
  },
})

const leaveOver = defineAction({
  name: 'roster.end_leave',
  with: {},
  input: z.object({}),
  outcomes: ['ok', 'none'],
  result: { from: 'text', to: 'text' },
  async run(work) {
    const ended = await endLeave(work, await actingStaff(work))
    return ended ? { outcome: 'ok', result: leaveWords(work, ended) } : { outcome: 'none' }
  },
})

export const rosterActions: readonly Action[] = [switchAction, onDuty, mine, leave, leaveOver]
