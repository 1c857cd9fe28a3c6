/** What counts as a person's name, typed or in a book. */

const LONGEST = 40
/** Controls, zero-width and direction marks: they hide or turn the text around them. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}]/gu

/** The name without what cannot be seen, or null when nothing or too much is left. */
export function personName(text: string): string | null {
  const name = text.replace(INVISIBLE, ' ').replace(/\s+/g, ' ').trim()
  return name === '' || [...name].length > LONGEST ? null : name
}
