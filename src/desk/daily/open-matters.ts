/** What goes on in a project: every open ticket with who has it and the promise that ends next. */
import { sql } from 'kysely'
import { OPEN_STATES, type TicketState } from '../tickets/states.ts'
import type { Work } from '../work.ts'

export interface OpenMatter {
  readonly number: string
  readonly kind: string
  /** Counted, and not named to people who need not know of it. */
  readonly isConfidential: boolean
  readonly state: TicketState
  /** The name of whoever has it; null while nobody does. */
  readonly holder: string | null
  /** Of the running promise that ends first; null without one. */
  readonly dueAt: Date | null
}

/** The urgent ones first, then the older. */
export async function openMatters(work: Work, projectId: string): Promise<readonly OpenMatter[]> {
  const { rows } = await sql<OpenMatter>`
    SELECT ticket.number, ticket.kind, ticket.state, coalesce(d.confidential, false) AS "isConfidential", staff.name AS holder, (
      SELECT min("dueAt") FROM sla_clock
      WHERE "subjectKind" = 'ticket' AND "subjectId" = ticket.id AND sla_clock.state = 'running') AS "dueAt"
    FROM ticket LEFT JOIN details_complaint d ON d."ticketId" = ticket.id
      LEFT JOIN staff ON staff.id = ticket."assigneeId"
    WHERE ticket."projectId" = ${projectId} AND ticket.state = ANY (${[...OPEN_STATES]}::text[])
    ORDER BY array_position(ARRAY['urgent', 'high', 'normal', 'low'], priority),
      ticket."createdAt", ticket.number`.execute(work.tx)
  return rows
}

/** Dangers nobody has taken yet. */
export async function openAlarms(work: Work, projectId: string): Promise<number> {
  const { count } = await work.tx
    .selectFrom('escalation_run')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('projectId', '=', projectId)
    .where('reason', '=', 'hazard')
    .where('state', '=', 'running')
    .executeTakeFirstOrThrow()
  return Number(count)
}

export interface Listed {
  readonly count: number
  /** The first of those that may be named. */
  readonly numbers: readonly string[]
}

/** Those whose number may be read by everybody who gets the note. */
export function named(matters: readonly OpenMatter[]): readonly OpenMatter[] {
  return matters.filter(({ isConfidential }) => !isConfidential)
}

export function listed(matters: readonly OpenMatter[], most: number): Listed {
  return {
    count: matters.length,
    numbers: named(matters)
      .slice(0, most)
      .map(({ number }) => number),
  }
}
