/** Colleagues who were called in beside whoever has a ticket: the rows, and how each call ends. */
import type { Selectable } from 'kysely'
import type { TicketHelper } from '../../../database/generated/tables.ts'
import type { Tx } from '../../../database/open-database.ts'
import type { Skill } from '../../staff/roles.ts'
import type { Subject, Work } from '../../work.ts'

export type HelpOutcome =
  | 'declined'
  | 'no-answer'
  /** They say that they are done. */
  | 'done'
  /** Whoever called them, or leads, needs them no more. */
  | 'sent-off'
  /** The ticket became theirs. */
  | 'took-over'
  /** The ticket is over. */
  | 'over'
  /** They work here no more, or are on leave. */
  | 'left'

export type HelperRow = Selectable<TicketHelper>

/** What the cards of a call are about: theirs are not closed with the cards of whoever has the ticket. */
export function helpSubject(helpId: string): Subject {
  return { kind: 'help', id: helpId }
}

export async function findHelp(tx: Tx, helpId: string): Promise<HelperRow | undefined> {
  return await tx
    .selectFrom('ticket_helper')
    .selectAll()
    .where('id', '=', helpId)
    .executeTakeFirst()
}

/** Called in and not ended, whether they have answered or not, in the order they were called. */
export async function helpersOn(tx: Tx, ticketId: string): Promise<HelperRow[]> {
  return await tx
    .selectFrom('ticket_helper')
    .selectAll()
    .where('ticketId', '=', ticketId)
    .where('endedAt', 'is', null)
    .orderBy('calledAt')
    .orderBy('id')
    .execute()
}

/** Everybody a call of this ticket went to who is on it, or would not or did not answer since it was last opened. */
export async function calledBefore(
  tx: Tx,
  ticket: { readonly id: string; readonly createdAt: Date; readonly reopenedAt: Date | null },
): Promise<ReadonlySet<string>> {
  const rows = await tx
    .selectFrom('ticket_helper')
    .select('staffId')
    .where('ticketId', '=', ticket.id)
    .where('calledAt', '>=', ticket.reopenedAt ?? ticket.createdAt)
    .where((where) =>
      where.or([
        where('endedAt', 'is', null),
        where('outcome', 'in', ['declined', 'no-answer', 'left']),
      ]),
    )
    .execute()
  return new Set(rows.map(({ staffId }) => staffId))
}

export interface NewCall {
  readonly staffId: string
  readonly byStaffId: string
  readonly skill: Skill | null
  readonly words: string
}

export async function insertHelper(
  work: Work,
  ticket: { readonly id: string; readonly projectId: string },
  call: NewCall,
): Promise<HelperRow> {
  return await work.tx
    .insertInto('ticket_helper')
    .values({
      id: work.newId(),
      projectId: ticket.projectId,
      ticketId: ticket.id,
      ...call,
      calledAt: work.now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Ends one call; `words` take the place of the buttons on the helper's card, unless they answer it right now. */
export async function endHelp(
  work: Work,
  help: HelperRow,
  end: {
    readonly outcome: HelpOutcome
    readonly words: string
    readonly values: Readonly<Record<string, unknown>>
    readonly exceptStaffId?: string | undefined
  },
): Promise<void> {
  const { outcome, words, values, exceptStaffId } = end
  await work.tx
    .updateTable('ticket_helper')
    .set({ endedAt: work.now, outcome })
    .where('id', '=', help.id)
    .where('endedAt', 'is', null)
    .execute()
  await work.tell.closeCards(work, helpSubject(help.id), {
    words,
    values,
    ...(exceptStaffId && { exceptStaffId }),
  })
}
