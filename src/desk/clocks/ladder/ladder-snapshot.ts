/** A chain as it was when a ladder began, kept on the run's row: later edits do not touch it. */
import { z } from 'zod'
import type { Tx } from '../../../database/open-database.ts'
import type { Work } from '../../work.ts'
import { target } from '../chain-rules.ts'
import { storedTrigger } from '../durations.ts'
import { newestCalendar } from '../stored-calendar.ts'

const step = z
  .object({
    level: z.number(),
    trigger: storedTrigger,
    targets: z.array(target).readonly(),
    window: z.object({ from: z.string(), to: z.string() }).readonly().nullable(),
    repeatSec: z.number().nullable(),
    repeatMax: z.number(),
    /** When whoever took it here is asked whether they still have it; ladders of before were not. */
    ask: z
      .object({ everySec: z.number(), waitSec: z.number() })
      .readonly()
      .nullable()
      .default(null),
  })
  .readonly()

const ladderSnapshot = z
  .object({
    chain: z.string(),
    /** Repeats without an end, and only somebody taking it stops it. */
    untilTaken: z.boolean(),
    /** Of the windows. */
    zone: z.string(),
    /** What times after the due time are counted in; null is round the clock. */
    calendarId: z.string().nullable(),
    catchUpSec: z.number(),
    resumeAfterSec: z.number(),
    steps: z.array(step).readonly(),
  })
  .readonly()

export type LadderStep = z.output<typeof step>
export type LadderSnapshot = z.output<typeof ladderSnapshot>

/** From the JSON of a row. */
export function parseLadderSnapshot(json: unknown): LadderSnapshot {
  return ladderSnapshot.parse(json)
}

/** The chain as it is now, or null when the project has none of this id. */
export async function freezeChain(
  work: Work,
  projectId: string,
  chainId: string,
): Promise<LadderSnapshot | null> {
  const chain = await work.tx
    .selectFrom('escalation_chain')
    .selectAll()
    .where('id', '=', chainId)
    .where('projectId', '=', projectId)
    .executeTakeFirst()
  if (!chain) return null
  const calendar =
    chain.calendarName === null
      ? null
      : await newestCalendar(work.tx, projectId, chain.calendarName)
  const { ladder, zone } = work.rules.clocks
  return parseLadderSnapshot({
    chain: chain.name,
    untilTaken: chain.untilTaken,
    zone,
    calendarId: calendar?.id ?? null,
    catchUpSec: ladder.catch_up,
    resumeAfterSec: ladder.resume_after,
    steps: await frozenSteps(work.tx, chainId),
  })
}

/** The id of a project's chain of this name, or null. */
export async function findChain(tx: Tx, projectId: string, name: string): Promise<string | null> {
  const chain = await tx
    .selectFrom('escalation_chain')
    .select('id')
    .where('projectId', '=', projectId)
    .where('name', '=', name)
    .executeTakeFirst()
  return chain?.id ?? null
}

async function frozenSteps(tx: Tx, chainId: string) {
  const rows = await tx
    .selectFrom('escalation_step')
    .selectAll()
    .where('chainId', '=', chainId)
    .orderBy('position')
    .execute()
  return rows.map((row) => ({
    level: row.level,
    trigger: row.trigger,
    targets: row.targets,
    window: row.windowFrom && row.windowTo ? { from: row.windowFrom, to: row.windowTo } : null,
    repeatSec: row.repeatSec,
    repeatMax: row.repeatMax,
    ask:
      row.askEverySec && row.askWaitSec
        ? { everySec: row.askEverySec, waitSec: row.askWaitSec }
        : null,
  }))
}
