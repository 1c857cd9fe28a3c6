/** What a published bill is, by what was paid of it. */
export function billState(amountFen: number, paidFen: number): 'PAID' | 'PART_PAID' | 'UNPAID' {
  if (paidFen >= amountFen) return 'PAID'
  return paidFen > 0 ? 'PART_PAID' : 'UNPAID'
}
