/** People's own words as they are kept: nothing invisible that breaks storage or cards, and not without end. */

/** Control characters except line ends and tabs: PostgreSQL refuses NUL, cards show others as boxes, and marks of direction turn around what stands beside them (Unicode UAX 9, 2.1 to 2.4). Joiners of emoji stay. */
const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\u061C\u200B\u200E\u200F\u2028-\u202E\u2060\u2066-\u2069\uFEFF]/g
/** Half of a character that needs two halves. */
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g

/** At most `max` characters, counted as people count them. */
export function cleanText(text: string, max: number): string {
  // Cut before counting: a text of megabytes is not walked through character by character.
  const short = text
    .slice(0, max * 4)
    .replace(LONE_SURROGATE, '')
    .replace(INVISIBLE, '')
    .trim()
  const characters = [...short]
  return characters.length > max ? characters.slice(0, max).join('') : short
}

/** The beginning of a text on one line, for titles and menus. */
export function excerpt(text: string, max: number): string {
  const line = [
    ...text
      .slice(0, max * 8)
      .replace(/\s+/g, ' ')
      .trim(),
  ]
  return line.length > max ? `${line.slice(0, max - 1).join('')}…` : line.join('')
}

/** An excerpt that a sentence of ours can go on from: without the mark its own sentence ended with. */
export function phrase(text: string, max: number): string {
  return excerpt(text.replace(/[\s。！？；，、.!?;,~～]+$/u, ''), max)
}
