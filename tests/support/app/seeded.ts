/** Chance that can be repeated: the same seed gives the same numbers. */

export interface Chance {
  /** Evenly spread, 0 inclusive to 1 exclusive. */
  fraction(): number
  /** A whole number from `least` to `most`, both possible. */
  between(least: number, most: number): number
}

/** TEST_SEEDS=3,4,5 tries others than the usual ones; a failing test names its seed. */
export function seeds(...usual: readonly number[]): readonly number[] {
  const given = process.env['TEST_SEEDS']
  return given ? given.split(',').map(Number) : usual
}

/** Mulberry32, a generator of 32 bits of state, good enough to choose moments. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  const fraction = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    fraction,
    between: (least, most) => least + Math.floor(fraction() * (most - least + 1)),
  }
}
