/** Does the same for several companies: what one does not allow holds up no other. */

/** @throws the first error, after all are done */
export function allOf(each: readonly (() => Promise<void>)[]): () => Promise<void> {
  return async () => {
    const done = await Promise.allSettled(each.map((one) => one()))
    const failed = done.find((one) => one.status === 'rejected')
    if (failed) throw failed.reason
  }
}
