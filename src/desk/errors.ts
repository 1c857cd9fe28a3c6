/** What our own rules forbid. Wrong input of people is an outcome, not one of these. */

export class DeskError extends Error {
  /** Stable, kebab-case; logs and tests name it. */
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.name = 'DeskError'
    this.code = code
  }
}
