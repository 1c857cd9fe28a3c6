/** Drops what neither XML nor JSON nor a text column may hold: control characters and halves of surrogate pairs. */

/** People can send these, and the platform passes them on unescaped (wecom.md 1.10; 40033 when we send them). */
const ILLEGAL = /(?![\t\n\r])\p{Cc}|\p{Cs}|[\uFFFE\uFFFF]/gu

/** The same text without characters that would break a parser, a request or a row. Line breaks and tabs stay. */
export function legalText(text: string): string {
  return text.replace(ILLEGAL, '')
}
