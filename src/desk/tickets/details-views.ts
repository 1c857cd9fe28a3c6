/** The columns of the views over what only one kind of ticket has: one view a kind (docs/figures.md). */
import type { Kysely } from 'kysely'
import type { Tables } from '../../database/generated/tables.ts'
import type { Database, Tx } from '../../database/open-database.ts'
import type { ComplaintLevel } from './rules.ts'

interface OfTicket {
  readonly ticketId: string
  readonly projectId: string
  readonly createdAt: Date
}

type Text = string | null

/** Null stands for what a row does not hold, or not as its form says. */
export interface DetailsViews {
  details_repair: OfTicket & { readonly asset: Text }
  details_complaint: OfTicket & {
    readonly topic: Text
    readonly level: ComplaintLevel | null
    readonly against: Text
    readonly confidential: boolean
    readonly reply: Text
    /** Times are ISO texts, a day is 'YYYY-MM-DD'. */
    readonly repliedAt: Text
    readonly plan: Text
    readonly planBy: Text
    readonly plannedAt: Text
    readonly result: Text
    readonly resultAt: Text
  }
  details_enquiry: OfTicket & { readonly topic: Text; readonly answer: Text }
  details_help: OfTicket & { readonly topic: Text }
  details_suggestion: OfTicket & { readonly about: Text }
  details_praise: OfTicket & { readonly about: Text; readonly who: Text }
  details_service: OfTicket & { readonly item: Text; readonly wished: Text }
}

/** The same connection, knowing the views. */
export function withDetails(db: Database | Tx): Kysely<Tables & DetailsViews> {
  return db as unknown as Kysely<Tables & DetailsViews>
}
