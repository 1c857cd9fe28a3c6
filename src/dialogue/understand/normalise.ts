/** Brings what people type into one form without moving a character, so that spans fit the original too. */

const MAX_CHARS = 2000

/** Full width becomes half width, control and invisible characters become spaces; longer text is cut. */
export function normalise(text: string): string {
  return clean(text)
    .replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replace(/[—–－~～〜]/g, '-')
}

/** The text as its writer would want it kept: no control or invisible characters, not endless. */
export function clean(text: string): string {
  return text
    .slice(0, MAX_CHARS)
    .replace(/[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}\u3000]|\p{Variation_Selector}/gu, (char) =>
      ' '.repeat(char.length),
    )
}

const EDGES = /^[\s\p{P}\p{S}]+|[\s\p{P}\p{S}]+$/gu

/** What is left of a message without punctuation and meaningless words around it: 取消吧！ → 取消. */
export function bare(text: string, particles: readonly string[]): string {
  let core = text.replace(EDGES, '')
  for (let before = ''; before !== core; ) {
    before = core
    for (const particle of particles) {
      if (core.length <= particle.length) continue
      if (core.endsWith(particle)) core = core.slice(0, -particle.length)
      else if (core.startsWith(particle)) core = core.slice(particle.length)
    }
    core = core.replace(EDGES, '')
  }
  return core
}
