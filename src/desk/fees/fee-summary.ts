/** What somebody owes in all, room by room. */
import { homesOfActor } from '../residents/homes-of.ts'
import type { Work } from '../work.ts'
import { periodWords } from './fee-line.ts'
import { visibleBills } from './visible-bills.ts'
import { yuanText } from './yuan.ts'

interface RoomFees {
  readonly room: string
  readonly label: string
  /** Fen still to pay. */
  readonly total: number
  readonly count: number
  /** "2026年3月": since when. */
  readonly since: string
  readonly title: string
}

export type FeeSummary =
  | {
      readonly outcome: 'ok'
      readonly rooms: readonly RoomFees[]
      readonly count: number
      readonly totalFen: number
    }
  | { readonly outcome: 'empty' | 'no_right' | 'not_bound' }

/** Only rooms that owe something are listed. */
export async function feeSummary(work: Work): Promise<FeeSummary> {
  const homes = await homesOfActor(work)
  if (homes.length === 0) return { outcome: 'not_bound' }
  if (!homes.some((home) => home.canSeeFees)) return { outcome: 'no_right' }
  const bills = await visibleBills(work, { homes })
  const rooms = homes.flatMap((home): RoomFees[] => {
    const own = bills.filter((bill) => bill.roomId === home.roomId)
    const [oldest] = own
    if (!oldest) return []
    const total = own.reduce((sum, bill) => sum + bill.amountFen - bill.paidFen, 0)
    const { code: room, label } = home
    const since = periodWords(oldest.period)
    const title = `${label} ${own.length}笔 ${yuanText(total)}元`
    return [{ room, label, total, count: own.length, since, title }]
  })
  if (rooms.length === 0) return { outcome: 'empty' }
  const totalFen = rooms.reduce((sum, room) => sum + room.total, 0)
  return { outcome: 'ok', rooms, count: bills.length, totalFen }
}
