/** What lines of paid work come to: integer fen, exact. */
import type { Hundredths } from './written-lines.ts'

/** A price a unit times a quantity; half a fen upwards. */
export function lineAmount(priceFen: number, quantity: Hundredths): number {
  return Number((BigInt(priceFen) * BigInt(quantity) + 50n) / 100n)
}

export function totalOf(lines: readonly { readonly amountFen: number }[]): number {
  return lines.reduce((sum, { amountFen }) => sum + amountFen, 0)
}

/** 150 → "1.5", 200 → "2". */
export function quantityText(quantity: Hundredths): string {
  const whole = Math.floor(quantity / 100)
  const parts = String(quantity % 100)
    .padStart(2, '0')
    .replace(/0+$/, '')
  return parts === '' ? String(whole) : `${whole}.${parts}`
}
