/** What somebody owes, for one of their rooms or all: bills, totals, how each was computed, how to pay. */

import { findRoom } from '../residents/find-rooms.ts'
import { type Home, homesOfActor } from '../residents/homes-of.ts'
import type { Work } from '../work.ts'
import { billItem, type FeeLine } from './fee-line.ts'
import { FEE_KINDS, type FeeKind } from './rules.ts'
import { type BillQuestion, visibleBills } from './visible-bills.ts'

export interface FeeQuestion {
  readonly room?: string | undefined
  readonly kind?: FeeKind | 'all' | undefined
  readonly period?: string | undefined
}

export type FeeAnswer =
  | {
      readonly outcome: 'ok'
      /** At most `max_items`; `count` and `totalFen` are of all. */
      readonly lines: readonly FeeLine[]
      readonly count: number
      readonly totalFen: number
      readonly label: string
    }
  | { readonly outcome: 'empty'; readonly label: string }
  /** Said of any room that is not the asker's: owing, not owing or not existing. */
  | { readonly outcome: 'not_yours' }
  /** The asker's room, but without the right to see its fees; or nothing bound at all. */
  | { readonly outcome: 'no_right' | 'not_bound' }

export async function listFees(work: Work, question: FeeQuestion): Promise<FeeAnswer> {
  const homes = await homesOfActor(work)
  if (homes.length === 0) return { outcome: question.room ? 'not_yours' : 'not_bound' }
  const asked = question.room ? await homeNamed(work, homes, question.room) : homes
  if (asked.length === 0) return { outcome: 'not_yours' }
  const seen = asked.filter((home) => home.canSeeFees)
  if (seen.length === 0) return { outcome: 'no_right' }
  const label = seen.map((home) => home.label).join('、')
  const bills = await visibleBills(work, { homes: seen, ...filterOf(work, question) })
  if (bills.length === 0) return { outcome: 'empty', label }
  const lines = bills.map((bill) => billItem(bill, seen))
  return {
    outcome: 'ok',
    lines: lines.slice(0, work.rules.fees.max_items),
    count: lines.length,
    totalFen: lines.reduce((sum, line) => sum + line.amount, 0),
    label,
  }
}

/** The register is asked only after the homes are known, so that another's room takes the same way as none. */
async function homeNamed(work: Work, homes: readonly Home[], text: string): Promise<Home[]> {
  const projectId = homes[0]?.projectId ?? ''
  const room = await findRoom(work, projectId, text)
  return homes.filter((home) => home.roomId === room?.id)
}

/** `other` is whatever no kind has a word for. */
function filterOf(work: Work, question: FeeQuestion): Partial<BillQuestion> {
  const { kind, period } = question
  const { kinds } = work.rules.fees
  const ofPeriod = period ? { period } : {}
  if (!kind || kind === 'all') return ofPeriod
  if (kind === 'other') return { ...ofPeriod, exceptWords: FEE_KINDS.flatMap((one) => kinds[one]) }
  return { ...ofPeriod, itemWords: kinds[kind] }
}
