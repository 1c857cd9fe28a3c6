/** What people said and were told, kept outside the desk: in the end the desk is held against it. */

export interface Said {
  readonly owner: string
  readonly text: string
  /** The bubble's number on the phone. */
  readonly n: number
  /** ms since 1970, by the machine. */
  readonly at: number
  answeredAt?: number
  /** What was said in one go has the same number. */
  readonly burst?: number
}

interface Post {
  readonly messageId: string
  /** Of the answer; 0 when the line broke. */
  readonly status: number
  readonly tookMs: number
}

export interface Outage {
  readonly from: number
  to: number
}

export interface Ledger {
  readonly said: Said[]
  /** Matters that were reported, by owner: none may become two work orders. */
  readonly matters: Map<string, number>
  /** Numbers of work orders owners were told. */
  readonly told: Map<string, string>
  /** Taps the platform took, by member. */
  readonly taps: Map<string, number>
  /** Callbacks posted straight at the desk, each try. */
  readonly posts: Post[]
  /** Times in which something was broken on purpose. */
  readonly outages: Outage[]
  readonly counts: Map<string, number>
  count(what: string, by?: number): void
  /** `run` with the time it takes noted as an outage. */
  during<T>(run: () => Promise<T>): Promise<T>
}

export function openLedger(): Ledger {
  const counts = new Map<string, number>()
  const outages: Outage[] = []
  return {
    ...{ said: [], matters: new Map(), told: new Map(), taps: new Map(), posts: [] },
    ...{ outages, counts },
    count(what, by = 1) {
      counts.set(what, (counts.get(what) ?? 0) + by)
    },
    async during(run) {
      const outage: Outage = { from: Date.now(), to: Number.POSITIVE_INFINITY }
      outages.push(outage)
      return run().finally(() => {
        outage.to = Date.now()
      })
    },
  }
}

/** How many ms of a stretch of time were not in any outage. */
export function outsideOutages(outages: readonly Outage[], from: number, to: number): number {
  let at = from
  let outside = 0
  for (const outage of [...outages].sort((a, b) => a.from - b.from)) {
    if (outage.to <= at) continue
    if (outage.from >= to) break
    outside += Math.max(0, outage.from - at)
    at = outage.to
  }
  return outside + Math.max(0, to - at)
}
