/** Work on rows that are due: several at the same time, in order. */

/** Runs so many at the same time; once told to stop, those in hand are finished and no others begun. */
export async function eachAtOnce<T>(
  things: readonly T[],
  width: number,
  run: (thing: T) => Promise<void>,
  stopping?: AbortSignal,
): Promise<void> {
  let next = 0
  const runOneByOne = async () => {
    while (next < things.length && !stopping?.aborted) {
      const thing = things[next++] as T
      await run(thing)
    }
  }
  await Promise.all(Array.from({ length: width }, runOneByOne))
}
