/** What flows may ask about fees. */
import { z } from 'zod'
import { type Action, defineAction } from '../action.ts'
import { servicePhone } from '../residents/service-phone.ts'
import { feeSummary } from './fee-summary.ts'
import { listFees } from './list-fees.ts'
import { FEE_KINDS } from './rules.ts'

const list = defineAction({
  name: 'fees.list',
  with: {
    room: { type: 'room', optional: true },
    kind: { type: 'choice', optional: true },
    period: { type: 'text', optional: true },
  },
  input: z.object({
    room: z.string().optional(),
    kind: z.enum([...FEE_KINDS, 'all']).optional(),
    period: z.string().optional(),
  }),
  outcomes: ['ok', 'empty', 'not_yours', 'no_right', 'not_bound'],
  result: {
    items: 'list',
    count: 'integer',
    shown: 'integer',
    total: 'amount',
    room_label: 'text',
    ways_to_pay: 'list',
    service_phone: 'text',
  },
  async run(work, input) {
    const answer = await listFees(work, input)
    if (answer.outcome === 'empty') {
      return { outcome: 'empty', result: { room_label: answer.label } }
    }
    if (answer.outcome !== 'ok') return answer
    const { lines, count, totalFen, label } = answer
    const result = { items: lines, count, shown: lines.length, total: totalFen, room_label: label }
    return { outcome: 'ok', result: { ...result, ...(await howToPay(work)) } }
  },
})

const summary = defineAction({
  name: 'fees.summary',
  with: {},
  input: z.object({}),
  outcomes: ['ok', 'empty', 'no_right', 'not_bound'],
  result: {
    rooms: 'list',
    count: 'integer',
    total: 'amount',
    ways_to_pay: 'list',
    service_phone: 'text',
  },
  async run(work) {
    const answer = await feeSummary(work)
    if (answer.outcome !== 'ok') return answer
    const { rooms, count, totalFen } = answer
    const result = { rooms, count, total: totalFen, ...(await howToPay(work)) }
    return { outcome: 'ok', result }
  },
})

async function howToPay(work: Parameters<Action['run']>[0]) {
  return {
    ways_to_pay: work.rules.fees.ways_to_pay,
    service_phone: await servicePhone(work),
  }
}

export const feeActions: readonly Action[] = [list, summary]
