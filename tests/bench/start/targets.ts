/** What starting, stopping and standing there may cost, and why. Source of all but the last: performance.md 8.4, B10 and B11. */
export const TARGETS = {
  /** By the time of a minimal peer in the same round: its server process, its database and nothing else. */
  firstStartByPeer: 1.25,
  laterStartByPeer: 1.3,
  /** Milliseconds from SIGTERM until the process has gone, its database stopped. */
  stop: 1000,
  /** Milliseconds from the start after kill −9 until somebody's message is answered on their phone. */
  reply: 3000,
  /** MiB resident of the process that serves, and the proportional share of its database's processes. */
  idleNode: 160,
  idleDatabase: 80,
  loadedNode: 280,
  /**
   * MiB a minute the process may still grow in the second half of the load. A run of a few minutes cannot show a mebibyte
   * in a million turns (B11); this is what would fill a machine of 2 GiB within a day.
   */
  slope: 1,
} as const

/** A slope over less is the collector's mood, and is shown without being judged. */
export const SLOPE_FROM_MINUTES = 4
