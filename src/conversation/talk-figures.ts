/** Figures of talks for managers and authors: the way through each flow, step by step, and what nobody understood. */
import { sql } from 'kysely'
import type { Tx } from '../database/open-database.ts'

export interface FigureSpan {
  readonly corpId: string
  readonly projectIds: readonly string[]
  /** Days of the estate, both included: '2026-11-01'. */
  readonly from: string
  readonly to: string
}

export interface FlowFigures {
  readonly flow: string
  readonly started: number
  /** Reached an end of their own. */
  readonly finished: number
  readonly cancelled: number
  readonly expired: number
  readonly handedOff: number
  readonly failed: number
}

export interface StepFigures {
  readonly flow: string
  readonly step: string
  /** Runs that came here, were asked, gave an answer. */
  readonly entered: number
  readonly asked: number
  readonly answered: number
  /** Tries in vain, and runs that had too many. */
  readonly retries: number
  readonly exhausted: number
  /** Runs that came no further and were not finished. */
  readonly dropped: number
}

export interface UnmatchedSentence {
  readonly text: string
  readonly flow: string | null
  readonly step: string | null
  readonly isQuestion: boolean
  readonly times: number
  readonly lastAt: Date
}

export async function flowFigures(tx: Tx, span: FigureSpan): Promise<readonly FlowFigures[]> {
  const { rows } = await sql<FlowFigures>`
    SELECT flow, sum(started)::int AS started, sum(finished)::int AS finished, sum(cancelled)::int AS cancelled,
           sum(expired)::int AS expired, sum("handedOff")::int AS "handedOff", sum(failed)::int AS failed
      FROM talk_flow_day WHERE ${within(span)} GROUP BY flow ORDER BY 2 DESC, 1`.execute(tx)
  return rows
}

export async function stepFigures(tx: Tx, span: FigureSpan): Promise<readonly StepFigures[]> {
  const { rows } = await sql<StepFigures>`
    SELECT flow, step, sum(entered)::int AS entered, sum(asked)::int AS asked, sum(answered)::int AS answered,
           sum(retries)::int AS retries, sum(exhausted)::int AS exhausted, sum(dropped)::int AS dropped
      FROM talk_step_day WHERE ${within(span)} GROUP BY flow, step ORDER BY flow, 3 DESC, step`.execute(
    tx,
  )
  return rows
}

/** Most often said first; at most `limit` of them. */
export async function unmatchedSentences(
  tx: Tx,
  span: FigureSpan & { readonly questionsOnly?: boolean; readonly limit: number },
): Promise<readonly UnmatchedSentence[]> {
  const { rows } = await sql<UnmatchedSentence>`
    SELECT text, flow, step, "isQuestion", sum(times)::int AS times, max("lastAt") AS "lastAt"
      FROM talk_unmatched_day WHERE ${within(span)} AND ("isQuestion" OR NOT ${span.questionsOnly ?? false}::boolean)
     GROUP BY text, flow, step, "isQuestion" ORDER BY 5 DESC, 6 DESC, text LIMIT ${span.limit}`.execute(
    tx,
  )
  return rows
}

function within({ corpId, projectIds, from, to }: FigureSpan) {
  return sql`"corpId" = ${corpId} AND "projectId" = ANY (${[...projectIds]}::text[]) AND day BETWEEN ${from} AND ${to}`
}
