/** Keeps a text from being computed by the spreadsheet that opens it. */

const COMPUTED = /^[=+\-@\t\r']/

/** =1+1 → '=1+1; reading takes the mark off again. */
export function guarded(text: string): string {
  return COMPUTED.test(text) ? `'${text}` : text
}
