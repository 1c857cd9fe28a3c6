/** Chance with a seed, so that a walk can be taken again step by step. */

export interface Dice {
  /** A whole number from 0 to below `sides`. */
  roll(sides: number): number
  /** One of a list; throws when there is none. */
  one<T>(of: readonly T[]): T
}

/** The same seed gives the same throws on every machine: a linear congruential generator (Knuth, Numerical Recipes). */
export function dice(seed: number): Dice {
  let state = (seed * 7919 + 1) >>> 0
  const roll = (sides: number) => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0
    // The high bits: the low ones of such a generator repeat soon.
    return Math.floor((state / 2 ** 32) * sides)
  }
  return {
    roll,
    one<T>(of: readonly T[]): T {
      if (of.length === 0) throw new Error('there is nothing to choose from')
      return of[roll(of.length)] as T
    },
  }
}
