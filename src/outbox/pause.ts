/** Stops an account whose settings are wrong instead of burning every message on it (wecom.md 4.2, 13.9). */
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../database/open-database.ts'
import type { OutboxItem } from './item.ts'
import type { OutboxRules } from './rules.ts'

export interface SendPause {
  /** Channel, company and account. */
  readonly line: string
  readonly corpId: string
  /** The platform's code, or our own word for what is not configured. */
  readonly code: string
  readonly since: Date
}

interface At {
  readonly tx: Tx
  readonly now: Date
  readonly rules: OutboxRules
}

/** The account a lane belongs to: the first three parts of its name (channel.ts, `conversationIdOf`). */
function lineOf(lane: string): string {
  return lane.split('/').slice(0, 3).join('/')
}

/** The same in SQL, for the column `lane`. */
export function lineOfLane(): RawBuilder<string> {
  return sql`split_part(lane, '/', 1) || '/' || split_part(lane, '/', 2) || '/' || split_part(lane, '/', 3)`
}

/** Whether a lane may send now. While its account is paused, one message of all its lanes may try, at its time. */
export async function mayPass({ tx, now, rules }: At, lane: string): Promise<boolean> {
  const pause = await tx
    .selectFrom('send_pause')
    .select('probeAt')
    .where('line', '=', lineOf(lane))
    .where('endedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!pause) return true
  if (pause.probeAt > now) return false
  await tx
    .updateTable('send_pause')
    .set({ probeAt: nextProbe(now, rules) })
    .where('line', '=', lineOf(lane))
    .execute()
  return true
}

/** Pauses the account of a message that was refused. Answers the pause when somebody has to be told of it. */
export async function pauseLine(
  { tx, now, rules }: At,
  item: OutboxItem,
  code: string,
): Promise<SendPause | null> {
  const line = lineOf(item.lane)
  const before = await tx
    .selectFrom('send_pause')
    .selectAll()
    .where('line', '=', line)
    .forUpdate()
    .executeTakeFirst()
  const probeAt = nextProbe(now, rules)
  if (before && before.endedAt === null) {
    await tx.updateTable('send_pause').set({ probeAt, code }).where('line', '=', line).execute()
    return null
  }
  const pause = { line, corpId: item.corpId, code, since: now }
  const row = { ...pause, probeAt, endedAt: null }
  // Two sends may fail at once: the second finds the first's row.
  const put = await tx
    .insertInto('send_pause')
    .values(row)
    .onConflict((conflict) =>
      conflict.column('line').doUpdateSet(row).where('send_pause.endedAt', 'is not', null),
    )
    .executeTakeFirst()
  const isNew = (put.numInsertedOrUpdatedRows ?? 0n) > 0n
  return isNew && !isSameAgain(before, code, { now, rules }) ? pause : null
}

/** Ends the pause of a lane's account. Answers it when there was one. */
export async function resumeLine(
  { tx, now }: Pick<At, 'tx' | 'now'>,
  lane: string,
): Promise<SendPause | null> {
  const ended = await tx
    .updateTable('send_pause')
    .set({ endedAt: now })
    .where('line', '=', lineOf(lane))
    .where('endedAt', 'is', null)
    .returningAll()
    .executeTakeFirst()
  if (!ended) return null
  await tx
    .updateTable('outbox_item')
    .set({ nextAt: now, reason: null })
    .where('lane', 'like', `${likeText(ended.line)}/%`)
    .where('state', '=', 'queued')
    .where('reason', '=', 'config')
    .execute()
  return ended
}

/** A text passes, the next card is refused again: nobody is told twice of one mistake within the time of the rules. */
function isSameAgain(
  before: { readonly code: string; readonly endedAt: Date | null } | undefined,
  code: string,
  { now, rules }: Pick<At, 'now' | 'rules'>,
): boolean {
  if (!before?.endedAt || before.code !== code) return false
  return now.getTime() - before.endedAt.getTime() < rules.pause.quiet_minutes * 60_000
}

function nextProbe(now: Date, rules: OutboxRules): Date {
  return new Date(now.getTime() + rules.pause.probe_minutes * 60_000)
}

function likeText(text: string): string {
  return text.replaceAll(/[\\%_]/g, '\\$&')
}
