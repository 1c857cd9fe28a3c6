/** Which of the work that is due a process takes up. */

/**
 * Any of them, so many at most, in the order given: processes that look at the same moment mostly take up others. Who
 * looks asks for a few times as many.
 */
export function someOf<T>(due: readonly T[], most: number): T[] {
  if (due.length <= most) return [...due]
  const places = due.map((_, place) => [Math.random(), place] as const)
  const chosen = places.sort(([a], [b]) => a - b).slice(0, most)
  return chosen
    .map(([, place]) => place)
    .sort((a, b) => a - b)
    .map((place) => due[place] as T)
}
