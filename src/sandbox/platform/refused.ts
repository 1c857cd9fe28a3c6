/** A call the platform refuses: an error code in an answer that is HTTP 200 all the same (wecom.md 4.3). */

export class Refused extends Error {
  readonly code: number

  /** `reason` is for people only: callers must never branch on it. */
  constructor(code: number, reason: string) {
    super(reason)
    this.name = 'Refused'
    this.code = code
  }
}

/** Throws `Refused` unless `condition` holds. */
export function need(condition: unknown, code: number, reason: string): asserts condition {
  if (!condition) throw new Refused(code, reason)
}
