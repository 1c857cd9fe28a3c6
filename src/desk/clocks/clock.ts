/** One promise about one matter: its row, its pauses, and how it is locked. */
import type { Selectable } from 'kysely'
import type { SlaClock, SlaPause } from '../../database/generated/tables.ts'
import type { Tx } from '../../database/open-database.ts'
import type { Subject } from '../work.ts'
import type { Pause } from './open-pieces.ts'
import { type PolicySnapshot, parsePolicySnapshot } from './policy-snapshot.ts'
import type { ClockKind } from './rules.ts'

type ClockState = 'running' | 'paused' | 'met' | 'missed' | 'cancelled'

export interface Clock {
  readonly id: string
  readonly projectId: string
  readonly subject: Subject
  readonly kind: ClockKind
  readonly promise: PolicySnapshot
  readonly startAt: Date
  readonly targetSec: number
  readonly state: ClockState
  /** Null while paused, and when the calendar has no hours. */
  readonly dueAt: Date | null
  /** The due time that passed, however late that was noticed. */
  readonly breachedAt: Date | null
  readonly metAt: Date | null
  readonly elapsedSec: number | null
  readonly generation: number
  readonly endReason: string | null
  readonly pauses: readonly ClockPause[]
}

export interface ClockPause extends Pause {
  readonly id: string
  readonly reason: string
  readonly stopsClock: boolean
  readonly byActor: string
}

const OPEN = ['running', 'paused']

/** The open clocks of a matter, not locked. */
export async function openClocksOf(tx: Tx, subject: Subject): Promise<readonly Clock[]> {
  const rows = await tx
    .selectFrom('sla_clock')
    .selectAll()
    .where('subjectKind', '=', subject.kind)
    .where('subjectId', '=', subject.id)
    .where('state', 'in', OPEN)
    .orderBy('id')
    .execute()
  return withPauses(tx, rows)
}

/** Every clock a matter ever had, in the order they were started. */
export async function allClocksOf(tx: Tx, subject: Subject): Promise<readonly Clock[]> {
  const rows = await tx
    .selectFrom('sla_clock')
    .selectAll()
    .where('subjectKind', '=', subject.kind)
    .where('subjectId', '=', subject.id)
    .orderBy('createdAt')
    .orderBy('generation')
    .orderBy('id')
    .execute()
  return withPauses(tx, rows)
}

/** Locks those of the given clocks that are still open; always in the order of their ids. */
export async function lockClocks(
  tx: Tx,
  clocks: readonly Pick<Clock, 'id'>[],
): Promise<readonly Clock[]> {
  if (clocks.length === 0) return []
  const rows = await tx
    .selectFrom('sla_clock')
    .selectAll()
    .where(
      'id',
      'in',
      clocks.map((clock) => clock.id),
    )
    .where('state', 'in', OPEN)
    .orderBy('id')
    .forUpdate()
    .execute()
  return withPauses(tx, rows)
}

/** The clock with this id, or null. */
export async function findClock(tx: Tx, id: string): Promise<Clock | null> {
  const row = await tx.selectFrom('sla_clock').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? ((await withPauses(tx, [row]))[0] ?? null) : null
}

/** The pauses that stopped the clock; one still open ends at `until`. */
export function stoppedTimes(clock: Pick<Clock, 'pauses'>, until: Date): readonly Pause[] {
  return clock.pauses
    .filter((pause) => pause.stopsClock)
    .map(({ fromAt, toAt }) => ({ fromAt, toAt: toAt ?? until }))
}

/** The pause that lasts, or null. */
export function openPause(clock: Pick<Clock, 'pauses'>): ClockPause | null {
  return clock.pauses.find((pause) => pause.toAt === null) ?? null
}

async function withPauses(
  tx: Tx,
  rows: readonly Selectable<SlaClock>[],
): Promise<readonly Clock[]> {
  if (rows.length === 0) return []
  const pauses = await tx
    .selectFrom('sla_pause')
    .selectAll()
    .where(
      'clockId',
      'in',
      rows.map((row) => row.id),
    )
    .orderBy('fromAt')
    .execute()
  return rows.map((row) => clockOf(row, pauses))
}

function clockOf(row: Selectable<SlaClock>, pauses: readonly Selectable<SlaPause>[]): Clock {
  return {
    ...row,
    subject: { kind: row.subjectKind, id: row.subjectId },
    kind: row.kind as ClockKind,
    state: row.state as ClockState,
    promise: parsePolicySnapshot(row.policySnapshot),
    pauses: pauses.filter((pause) => pause.clockId === row.id),
  }
}
