/** Paying by link: what flows may order of the service that makes the links, when there is one. */
import { z } from 'zod'
import type { Fact, RemoteAction } from '../action.ts'
import { homesOfActor } from '../residents/homes-of.ts'
import type { Work } from '../work.ts'
import { listFees } from './list-fees.ts'
import type { PayLinkOrder, PayLinks } from './pay-links.ts'
import { FEE_KINDS } from './rules.ts'

const input = z.object({
  room: z.string().optional(),
  kind: z.enum([...FEE_KINDS, 'all']).optional(),
})

const fields = {
  room: { type: 'room', optional: true },
  kind: { type: 'choice', optional: true },
} as const

/** `links` null: no service is configured, and what is ordered all the same is answered with `off`. */
export function payLinkActions(links: PayLinks | null): readonly RemoteAction[] {
  const service = () => {
    if (!links) throw new Error('no pay-link service is configured')
    return links
  }
  return [
    {
      name: 'fees.pay_link',
      with: fields,
      outcomes: ['ok', 'empty', 'no_right', 'refused', 'off', 'timeout', 'unavailable'],
      result: { url: 'text' },
      prepare: (work, given) => prepareLink(work, links, input.parse(given)),
      send: (order, errand) => service().make(order as PayLinkOrder, errand),
      lookup: (_, errand) => service().find(errand),
    },
    {
      name: 'fees.void_pay_link',
      with: fields,
      outcomes: ['ok', 'paid', 'timeout', 'unavailable'],
      result: {},
      async prepare(_, __, undoes) {
        return links && undoes !== undefined ? { order: { of: undoes } } : { outcome: 'ok' }
      },
      send: (order, errand) => service().void((order as { of: string }).of, errand),
      // Voiding twice is voiding once.
      lookup: async () => 'absent',
    },
  ]
}

/** Whether owners may be offered to pay by a link. */
export function payLinkFacts(links: PayLinks | null): Readonly<Record<string, Fact>> {
  return {
    pays_online: { signature: 'pays_online(): bool', answer: async () => links !== null },
  }
}

/** Amounts are read now, in the turn: what was shown is what the link is for. */
async function prepareLink(work: Work, links: PayLinks | null, asked: z.output<typeof input>) {
  if (!links) return { outcome: 'off' }
  const answer = await listFees(work, asked)
  if (answer.outcome === 'empty') return { outcome: 'empty' }
  if (answer.outcome !== 'ok') return { outcome: 'no_right' }
  const paying = (await homesOfActor(work)).filter((home) => home.canPay).map(({ code }) => code)
  if (answer.lines.some(({ room }) => !paying.includes(room))) return { outcome: 'no_right' }
  const { code: project } = await work.tx
    .selectFrom('project')
    .select('code')
    .where('id', '=', work.actor.kind === 'system' ? '' : work.actor.projectId)
    .executeTakeFirstOrThrow()
  const bills = answer.lines.map(({ room, period, name, amount }) => ({
    room,
    period,
    name,
    amount_fen: amount,
  }))
  // What is counted but not listed is not paid by this link: nobody has seen it.
  const total = bills.reduce((sum, bill) => sum + bill.amount_fen, 0)
  const order: PayLinkOrder = { project, title: answer.label, total_fen: total, bills }
  return { order }
}
