/** Medians, and ratios that are taken round by round. */

/** Median over the rounds of one figure by another: round by round, so that a slow moment of the machine is in both. */
export function ratioOf(rounds: readonly number[], base: readonly number[]): number {
  return medianOf(rounds.map((figure, round) => figure / (base[round] ?? Number.NaN)))
}

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
