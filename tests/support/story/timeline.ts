/** When things happen in a story: the same on a slow machine, though the desk's clock runs on by itself. */

export interface Timeline {
  /** People take their time; what the machine needed meanwhile is part of it. */
  breathe(): Promise<void>
  /** So long from now: everything promised until now within that time is due by then. */
  passes(ms: number): Promise<void>
  /** At this moment, in ms since 1970. */
  strikes(at: number): Promise<void>
}

export interface TimelineDeps {
  now(): Promise<number>
  advance(ms: number): Promise<void>
}

/** Nobody writes more than twenty messages in five minutes (flows/_bot.yaml, limits). */
const BREATH_MS = 16_000

export function openTimeline({ now, advance }: TimelineDeps): Timeline {
  let planned: number | undefined
  const strikes = async (at: number) => {
    const ahead = at - (await now())
    // A machine behind the story catches up with the next acts: a breath is longer than it computes.
    if (ahead > 0) await advance(ahead)
    planned = at
  }
  return {
    strikes,
    breathe: async () => strikes((planned ?? (await now())) + BREATH_MS),
    passes: async (ms) => strikes((await now()) + ms),
  }
}
