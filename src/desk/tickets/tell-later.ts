/** News that nobody's own act caused in the night: they are told in the morning, as things stand then. */
import { z } from 'zod'
import { setTimer } from '../../timers/timers.ts'
import type { Work } from '../work.ts'
import type { TicketRow } from './ticket.ts'

export const TELL_LATER = 'tickets.tell-later'

const laterSchema = z.object({
  ticketId: z.string(),
  words: z.string(),
  isNeeded: z.boolean(),
  values: z.record(z.string(), z.unknown()),
  ofHome: z.array(z.string()).readonly(),
  /** The last news they had by then; whatever was told since stands in the place of this. */
  after: z.number(),
})

export type Later = z.output<typeof laterSchema>

export function parseLater(payload: unknown): Later {
  return laterSchema.parse(payload)
}

/** One for each ticket: the last of a night says where it stands. The ticket is locked by the caller. */
export async function tellLater(
  work: Work,
  ticket: TicketRow,
  { at, ...news }: Omit<Later, 'ticketId'> & { readonly at: Date },
): Promise<void> {
  const before = await work.tx
    .selectFrom('timer')
    .select('payload')
    .where('name', '=', TELL_LATER)
    .where('key', '=', ticket.id)
    .executeTakeFirst()
  const isNeeded = news.isNeeded || (before ? parseLater(before.payload).isNeeded : false)
  const payload = { ...news, ticketId: ticket.id, isNeeded }
  await setTimer(work, { name: TELL_LATER, key: ticket.id, dueAt: at, payload })
}

/** Whether such news go out just now. */
export async function isToldJustNow({ tx, now }: Work, ticketId: string): Promise<boolean> {
  const found = await tx
    .selectFrom('timer')
    .select('id')
    .where('name', '=', TELL_LATER)
    .where('key', '=', ticketId)
    .where('dueAt', '<=', now)
    .executeTakeFirst()
  return found !== undefined
}
