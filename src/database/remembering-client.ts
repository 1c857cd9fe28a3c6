/**
 * A client that writes what is asked together in one piece, for each piece wakes the server (performance.md 3.4), and
 * whose server keeps the plans of statements that come again and again: planning is half of what a small statement
 * costs it. Values stay parameters, so there are few texts and many uses.
 */
import pg from 'pg'

/** A text that came so often will come again; lists of other lengths are other texts. */
const OFTEN = 4
/** A connection holds a plan for each, some ten kilobytes. */
const MOST_NAMES = 400
/** Texts that are counted at the same time. */
const MOST_COUNTED = 4_000

const counts = new Map<string, number>()
const names = new Map<string, string>()

export class RememberingClient extends pg.Client {
  #isGathering = false

  // biome-ignore lint/suspicious/noExplicitAny: pg describes a dozen ways to call it; all but one are passed on
  override query(...given: any[]): any {
    const [text, values, ...rest] = given
    const name = typeof text === 'string' && Array.isArray(values) ? nameOf(text) : undefined
    this.#gather()
    const ask = super.query as (...given: unknown[]) => unknown
    return name === undefined
      ? ask.apply(this, given)
      : ask.call(this, { name, text, values }, ...rest)
  }

  /** Until whoever asks now has asked for all it wants at this moment. */
  #gather(): void {
    const { stream } = this.connection
    if (this.#isGathering || stream.destroyed) return
    this.#isGathering = true
    stream.cork()
    process.nextTick(() => {
      this.#isGathering = false
      stream.uncork()
    })
  }
}

/**
 * Not kept: what asks for all columns (when a migration adds one, the server refuses to run the kept plan, and a
 * connection of the version before would never be rid of it), and what conflicts with rows of a kind (whether the
 * index of that kind is meant is only known with the value).
 */
const NOT_KEPT = /(?:select|returning|,) (?:"\w+"\.)?\*|on conflict \([^)]*\) where/i

function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined || names.size >= MOST_NAMES) return known
  if (counts.size >= MOST_COUNTED) counts.clear()
  const count = (counts.get(text) ?? 0) + 1
  counts.set(text, count)
  if (count < OFTEN || NOT_KEPT.test(text)) return undefined
  counts.delete(text)
  const name = `s${names.size}`
  names.set(text, name)
  return name
}
