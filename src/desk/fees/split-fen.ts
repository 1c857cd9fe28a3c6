/** Splits an amount by weights without losing a fen. */

/** Each gets the whole fen of its share; what is left goes one by one to the largest remainders, earlier ones first. */
export function splitFen(total: number, weights: readonly bigint[]): number[] {
  const all = weights.reduce((sum, weight) => sum + weight, 0n)
  if (all === 0n) return weights.map(() => 0)
  const exact = weights.map((weight) => BigInt(total) * weight)
  const shares = exact.map((one) => one / all)
  const left = Number(BigInt(total) - shares.reduce((sum, share) => sum + share, 0n))
  const chosen = exact
    .map((one, index) => ({ index, rest: one % all }))
    .sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1))
    .slice(0, left)
    .map(({ index }) => index)
  const lucky = new Set(chosen)
  return shares.map((share, index) => Number(share) + (lucky.has(index) ? 1 : 0))
}
