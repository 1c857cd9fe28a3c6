/**
 * What a person at a phone cannot do: answered with a status and a reason, never with a guess. Reasons that the
 * page shows are in Chinese, those that only a script can meet in English.
 */

export class WrongInput extends Error {
  readonly status: 400 | 404

  constructor(status: 400 | 404, reason: string) {
    super(reason)
    this.name = 'WrongInput'
    this.status = status
  }
}

/** Throws a 400 unless `condition` holds. */
export function must(condition: unknown, reason: string): asserts condition {
  if (!condition) throw new WrongInput(400, reason)
}

/** The value, or a 404 when there is none. */
export function found<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new WrongInput(404, `no such ${what}`)
  return value
}
