/** Counts what happened by name, for the health page and the tests. */

export interface Tally {
  add(name: string): void
  read(): Readonly<Record<string, number>>
}

/** Names come from outside too: more of them than this are counted together. */
const MOST_NAMES = 300
const LONGEST_NAME = 80
const OTHER = 'other'

export function openTally(): Tally {
  const counts = new Map<string, number>()
  return {
    add(name) {
      const short = name.slice(0, LONGEST_NAME)
      const known = counts.has(short) || counts.size < MOST_NAMES ? short : OTHER
      counts.set(known, (counts.get(known) ?? 0) + 1)
    },
    read: () => Object.fromEntries(counts),
  }
}
