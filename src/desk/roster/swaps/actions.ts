/** What staff's flows may do with swaps: list colleagues, ask for a swap, stand in, put somebody else on. */
import { z } from 'zod'
import { type Action, defineAction } from '../../action.ts'
import { projectStaff } from '../../staff/project-staff.ts'
import { ROLES, tradesOf } from '../../staff/roles.ts'
import { findStaff, type StaffMember } from '../../staff/staff.ts'
import { day, optional, words } from '../../tickets/inputs.ts'
import { actingStaff } from '../../tickets/staff-step.ts'
import type { Work } from '../../work.ts'
import { overrideDuty } from './override.ts'
import { requestSwap } from './request-swap.ts'
import { swapWords } from './swap.ts'
import { openSwapsOf, withdrawSwap } from './withdraw-swap.ts'

const UNFIT = ['begun', 'no_hours', 'on_leave', 'unskilled', 'busy'] as const

const colleagues = defineAction({
  name: 'roster.colleagues',
  with: {},
  input: z.object({}),
  outcomes: ['ok', 'none'],
  result: { items: 'list' },
  async run(work) {
    const member = await actingStaff(work)
    const people = await projectStaff(work.tx, member.projectId, ROLES)
    const items = people
      .filter(({ id }) => id !== member.id)
      .map((one) => ({ id: one.id, name: one.name, trades: tradesOf(one) }))
    return { outcome: items.length > 0 ? 'ok' : 'none', result: { items } }
  },
})

const swap = defineAction({
  name: 'roster.request_swap',
  with: {
    kind: { type: 'choice' },
    colleague: { type: 'choice' },
    day: { type: 'date' },
    back: { type: 'date', optional: true },
  },
  input: z.object({
    kind: z.enum(['swap', 'stand_in']),
    colleague: words,
    day,
    back: optional(day),
  }),
  outcomes: ['ok', ...UNFIT, 'already', 'no_approver', 'gone'],
  result: { hours: 'text', back: 'text', to: 'text' },
  async run(work, { kind, colleague, day: wanted, back }) {
    const asker = await actingStaff(work)
    const other = await colleagueOf(work, asker, colleague)
    if (!other) return { outcome: 'gone' }
    const [from, to] = kind === 'swap' ? [asker, other] : [other, asker]
    const wish = { from, to, asker, day: wanted, backDay: back ?? null }
    const answer = await requestSwap(work, wish)
    if (answer.outcome !== 'ok') return { outcome: answer.outcome, result: { to: other.name } }
    const { hours, back: given } = await swapWords(work, answer.swap)
    return { outcome: 'ok', result: { hours, back: given, to: other.name } }
  },
})

const open = defineAction({
  name: 'roster.open_swaps',
  with: {},
  input: z.object({}),
  outcomes: ['one', 'several', 'none'],
  result: { only: 'text', items: 'list' },
  async run(work) {
    const swaps = await openSwapsOf(work, await actingStaff(work))
    const items = []
    for (const swap of swaps) items.push({ id: swap.id, ...(await swapWords(work, swap)) })
    const outcome = items.length === 0 ? 'none' : items.length === 1 ? 'one' : 'several'
    return { outcome, result: { only: items[0]?.id ?? '', items } }
  },
})

const withdraw = defineAction({
  name: 'roster.withdraw_swap',
  with: { swap: { type: 'text' } },
  input: z.object({ swap: words }),
  outcomes: ['ok', 'over', 'gone'],
  result: { hours: 'text', from: 'text', to: 'text' },
  async run(work, { swap: swapId }) {
    const { outcome, swap } = await withdrawSwap(work, { member: await actingStaff(work), swapId })
    if (!swap) return { outcome }
    const { hours, from, to } = await swapWords(work, swap)
    return { outcome, result: { hours, from, to } }
  },
})

const override = defineAction({
  name: 'roster.override',
  with: { from: { type: 'choice' }, to: { type: 'choice' }, day: { type: 'date' } },
  input: z.object({ from: words, to: words, day }),
  outcomes: ['ok', ...UNFIT, 'not_allowed', 'gone'],
  result: { hours: 'text', from: 'text', to: 'text' },
  async run(work, input) {
    const by = await actingStaff(work)
    const from = await memberOf(work, by, input.from)
    const to = await memberOf(work, by, input.to)
    if (!from || !to || from.id === to.id) return { outcome: 'gone' }
    const answer = await overrideDuty(work, { by, from, to, day: input.day })
    const names = { from: from.name, to: to.name }
    return { outcome: answer.outcome, result: { ...names, hours: answer.hours ?? '' } }
  },
})

async function memberOf(work: Work, by: StaffMember, id: string): Promise<StaffMember | null> {
  const found = await findStaff(work.tx, id)
  return found?.projectId === by.projectId ? found : null
}

async function colleagueOf(work: Work, by: StaffMember, id: string): Promise<StaffMember | null> {
  const found = await memberOf(work, by, id)
  return found?.id === by.id ? null : found
}

export const swapActions: readonly Action[] = [colleagues, swap, open, withdraw, override]
