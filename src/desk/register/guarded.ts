/** Makes a text one that a spreadsheet opens and does not compute. */

/** Full-width signs too: where Chinese is typed, spreadsheets take ＝ for = (OWASP, CSV Injection). */
const COMPUTED = /^[=+\-@＝＋－＠\t\r\n']/
const GUARDED = /^'(?=[=+\-@＝＋－＠\t\r\n'])/
/** What no XML may hold (XML 1.0, 2.2): a book with one such character opens nowhere. */
const UNWRITABLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\uFFFE\uFFFF]|\p{Cs}/gu

/** =1+1 → '=1+1; reading takes the mark off again. */
export function guarded(text: string): string {
  const writable = text.replace(UNWRITABLE, '')
  return COMPUTED.test(writable) ? `'${writable}` : writable
}

export function unguarded(text: string): string {
  return text.replace(GUARDED, '')
}
