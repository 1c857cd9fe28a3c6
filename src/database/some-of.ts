/** Which of the rows that are due a process takes up with one look at them. */

/** For each of those it works on at the same time. */
const TAKEN = 4
/** Of so many times as many. */
const CHOICE = 4

/** How many a process of this width looks at. */
export function lookedAt(width: number): number {
  return width * TAKEN * CHOICE
}

/**
 * The first of them; of a crowd any, in the order given, for processes that look at the same moment would all go for the
 * first.
 */
export function someOf<T>(due: readonly T[], width: number): T[] {
  const most = width * TAKEN
  if (due.length < lookedAt(width)) return due.slice(0, most)
  const places = due.map((_, place) => [Math.random(), place] as const)
  const chosen = places.sort(([a], [b]) => a - b).slice(0, most)
  return chosen
    .map(([, place]) => place)
    .sort((a, b) => a - b)
    .map((place) => due[place] as T)
}
