/** What flows may do with recurring faults: list the open ones, write down cause and cure. */
import { z } from 'zod'
import { type Action, defineAction } from '../action.ts'
import { words } from '../tickets/inputs.ts'
import { actingStaff } from '../tickets/staff-step.ts'
import { closeProblem, mayCloseProblem, problemsOf } from './problem.ts'

const list = defineAction({
  name: 'problems.open',
  with: {},
  input: z.object({}),
  outcomes: ['some', 'none', 'not_yours'],
  result: { items: 'list', count: 'integer' },
  async run(work) {
    const staff = await actingStaff(work)
    if (!mayCloseProblem(staff)) return { outcome: 'not_yours', result: { items: [], count: 0 } }
    const open = (await problemsOf(work, staff.projectId)).filter(({ state }) => state === 'open')
    const items = open.map(({ id, place, category, tickets }) => ({
      ...{ id, place, category, count: tickets.length },
      numbers: tickets.map(({ number }) => number).join('、'),
      reworks: tickets.reduce((sum, { reworks }) => sum + reworks, 0),
    }))
    return { outcome: items.length > 0 ? 'some' : 'none', result: { items, count: items.length } }
  },
})

const close = defineAction({
  name: 'problems.close',
  with: { problem: { type: 'text' }, cause: { type: 'text' }, action: { type: 'text' } },
  input: z.object({ problem: words, cause: words, action: words }),
  outcomes: ['ok', 'not_found', 'not_yours', 'over', 'words_wanted'],
  result: {},
  async run(work, { problem: problemId, cause: rootCause, action }) {
    const staff = await actingStaff(work)
    return { outcome: await closeProblem(work, staff, { problemId, rootCause, action }) }
  },
})

export const problemActions: readonly Action[] = [list, close]
