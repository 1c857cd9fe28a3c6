/** What a notice to many homes may take, and why. */
export const TARGETS = {
  /**
   * Resident memory of the process, MiB: the peak with the most homes above that with the fewest. The largest thing ever
   * held is one task of 10,000 receivers (wecom.md 7.5), as a list, as JSON, and sealed: some megabytes each, and what the
   * collector has not taken back yet. Everybody's rows at once are more than twice that.
   */
  moreMemoryMiB: 64,
  /** CPU milliseconds of both sides for 1,000 homes, at any size from 10,000 on: what grows faster than the homes exceeds it. */
  perThousand: {
    /** The preview, inside a turn of the talk: 100,000 homes within 2 s. Source: performance.md 9.2 I8 leaves a hundred times less to a usual turn, but nobody writes to a town every day. */
    plan: 20,
    /** In one transaction that holds the notice: 100,000 homes within 5 s. */
    send: 50,
    /** Over the minutes in which stewards send; a thousand homes are one steward's task. */
    account: 150,
    /** Read by a person who waits: 100,000 homes within 1 s. */
    progress: 10,
  },
} as const

export type Step = keyof typeof TARGETS.perThousand

/** Below, what every notice costs however small it is outweighs the homes. */
export const JUDGED_FROM = 10_000
