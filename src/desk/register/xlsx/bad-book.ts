/** Why a file cannot be read as a workbook at all. */

export type BadBookReason =
  | 'not_found'
  | 'not_xlsx'
  | 'old_xls'
  | 'encrypted'
  | 'damaged'
  | 'too_big'
  | 'long_text'
  | 'too_many_rows'

/** Thrown while reading; the import answers it in words. `detail` is for the log only. */
export class BadBook extends Error {
  readonly reason: BadBookReason

  constructor(reason: BadBookReason, detail: string, options?: ErrorOptions) {
    super(`${reason}: ${detail}`, options)
    this.name = 'BadBook'
    this.reason = reason
  }
}
