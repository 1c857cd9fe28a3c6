/** One unpaid bill, ready to be shown. */
import type { Home } from '../residents/homes-of.ts'
import type { UnpaidBill } from './visible-bills.ts'
import { yuanText } from './yuan.ts'

export interface FeeLine {
  readonly room: string
  readonly room_label: string
  /** "2026-10" */
  readonly period: string
  /** "2026年10月" */
  readonly period_words: string
  readonly name: string
  /** Fen still to pay. */
  readonly amount: number
  /** Fen of the whole bill. */
  readonly whole: number
  /** Fen paid of it. */
  readonly paid: number
  readonly computed: string
  /** 'YYYY-MM-DD', or empty. */
  readonly due: string
  /** One line that says it all: "2026年10月 物业费 142.93元". */
  readonly title: string
}

export function billItem(bill: UnpaidBill, homes: readonly Home[]): FeeLine {
  const home = homes.find((one) => one.roomId === bill.roomId)
  const amount = bill.amountFen - bill.paidFen
  const words = periodWords(bill.period)
  return {
    room: home?.code ?? '',
    room_label: home?.label ?? '',
    period: bill.period,
    period_words: words,
    name: bill.itemName,
    amount,
    whole: bill.amountFen,
    paid: bill.paidFen,
    computed: bill.computed,
    due: bill.dueAt ?? '',
    title: `${words} ${bill.itemName} ${yuanText(amount)}元`,
  }
}

/** 2026-10 → 2026年10月, 2026-Q3 → 2026年第3季度, 2026-H1 → 2026年上半年, 2026 → 2026年; anything else as it is. */
export function periodWords(period: string): string {
  const [matched, year, month, quarter, half] =
    /^(\d{4})(?:-(?:(\d{2})|Q([1-4])|H([12])))?$/.exec(period) ?? []
  if (matched === undefined) return period
  if (month) return `${year}年${Number(month)}月`
  if (half) return `${year}年${half === '1' ? '上' : '下'}半年`
  return quarter ? `${year}年第${quarter}季度` : `${year}年`
}
