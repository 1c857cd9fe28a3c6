/** Makes the bills of a project from a month on: drafts first, then published together with what was paid of them. */
import type { Clock } from '../../database/clock.ts'
import type { Database, Tx } from '../../database/open-database.ts'
import { audit } from '../audit/audit.ts'
import { lockRegister } from '../register-lock.ts'
import { estateDay } from '../residents/estate-day.ts'
import type { Rules } from '../rules.ts'
import type { Actor, Work } from '../work.ts'
import { allocatePayments } from './allocate-payments.ts'
import { filled } from './bill-words.ts'
import { draftItem } from './draft-item.ts'
import type { Made } from './drafting.ts'
import { collectSkips, type SkippedBill } from './skips.ts'

export interface BillDeps {
  readonly db: Database
  readonly clock: Clock
  readonly newId: () => string
  readonly rules: Rules
}

export interface BillWish {
  readonly corpId: string
  readonly projectId: string
  /** 'YYYY-MM' */
  readonly from: string
  /** Who asks, for the audit log; the run itself when absent. */
  readonly actor?: Actor
}

export type BillAnswer =
  | { readonly outcome: 'refused'; readonly message: string }
  | {
      readonly outcome: 'done'
      /** Bills that were not there before. */
      readonly made: number
      readonly totalFen: number
      /** Drafts published now, those of an earlier run that was cut off too. */
      readonly published: number
      readonly skipped: readonly SkippedBill[]
      readonly skippedCount: number
    }

/** A second run makes nothing new; of two at once one waits. A run cut off between the steps is finished by the next. */
export async function runBills(deps: BillDeps, wish: BillWish): Promise<BillAnswer> {
  const drafted = await draftBills(deps, wish)
  if (drafted.outcome === 'refused') return drafted
  return { ...drafted, published: await publishBills(deps, wish) }
}

/** Drafts are seen by nobody but staff. */
export async function draftBills(
  deps: BillDeps,
  wish: BillWish,
): Promise<
  | Extract<BillAnswer, { outcome: 'refused' }>
  | Omit<Extract<BillAnswer, { outcome: 'done' }>, 'published'>
> {
  const today = estateDay(deps.clock.now())
  const message = whyNot(deps.rules, wish.from, today)
  if (message !== null) return { outcome: 'refused', message }
  return await inTurn(deps, wish, async (at) => {
    const skips = collectSkips(deps.rules.fees)
    const made: Made = { count: 0, fen: 0 }
    const drafting = { ...at, projectId: wish.projectId, skips, made }
    const items = await at.tx
      .selectFrom('fee_item')
      .selectAll()
      .where('projectId', '=', wish.projectId)
      // Its bills come from tickets.
      .where('code', '!=', deps.rules.fees.repair.code)
      .orderBy('code')
      .execute()
    for (const item of items) await draftItem(drafting, item, { from: wish.from, today })
    const counts = { made: made.count, totalFen: made.fen, skipped: skips.count() }
    if (made.count > 0) await note(at, wish, { action: 'bill.draft', detail: counts })
    const { listed: skipped } = skips
    return { outcome: 'done', ...counts, skipped, skippedCount: skips.count() } as const
  })
}

/** All drafts of the project become bills at once, and what was paid earlier is taken off. */
export async function publishBills(deps: BillDeps, wish: Omit<BillWish, 'from'>): Promise<number> {
  return await inTurn(deps, wish, async (at) => {
    const { numUpdatedRows } = await at.tx
      .updateTable('bill')
      .set({ state: 'UNPAID' })
      .where('projectId', '=', wish.projectId)
      .where('state', '=', 'DRAFT')
      .where('source', '=', 'run')
      .executeTakeFirst()
    const published = Number(numUpdatedRows)
    await allocatePayments({ ...at, projectId: wish.projectId })
    if (published > 0) await note(at, wish, { action: 'bill.publish', detail: { published } })
    return published
  })
}

function whyNot({ fees }: Rules, from: string, today: string): string | null {
  const { messages, earliest } = fees.bills
  if (!/^\d{4}-(?:0[1-9]|1[0-2])$/.test(from)) return filled(messages.month, { value: from })
  if (from < earliest) return filled(messages.too_early, { earliest })
  const month = today.slice(0, 7)
  return from > month ? filled(messages.too_late, { month }) : null
}

type At = Pick<Work, 'tx' | 'now' | 'newId' | 'rules' | 'actor'>

async function inTurn<Answer>(
  { db, clock, newId, rules }: BillDeps,
  { corpId, actor = { kind: 'system', name: 'bills' } }: Omit<BillWish, 'from'>,
  run: (at: At) => Promise<Answer>,
): Promise<Answer> {
  return await db.transaction().execute(async (tx: Tx) => {
    await lockRegister(tx, corpId)
    return await run({ tx, now: clock.now(), newId, rules, actor })
  })
}

async function note(
  at: At,
  { corpId, projectId }: Omit<BillWish, 'from'>,
  {
    action,
    detail,
  }: { readonly action: string; readonly detail: Readonly<Record<string, number>> },
): Promise<void> {
  const subject = { kind: 'project', id: projectId }
  await audit(at, { action, subject, corpId, projectId, detail })
}
