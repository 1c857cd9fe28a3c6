/** Working time that counts: what is open, less the pauses. */
import type { Calendar, Segment } from './calendar.ts'

/** While it lasts no time counts; without an end it still lasts. */
export interface Pause {
  readonly fromAt: Date
  readonly toAt: Date | null
}

/** The open stretches between two instants outside of all pauses, in order. Pauses may overlap or be empty. */
export function* openPieces(
  calendar: Calendar,
  between: Segment,
  pauses: readonly Pause[],
): Generator<Segment> {
  const breaks = inOrder(pauses)
  for (const segment of calendar.openSegments(between.from, between.to)) {
    yield* without(segment, breaks)
  }
}

function inOrder(pauses: readonly Pause[]): readonly Segment[] {
  if (pauses.length === 0) return []
  return pauses
    .map(({ fromAt, toAt }) => ({ from: fromAt.getTime(), to: toAt?.getTime() ?? Infinity }))
    .filter(({ from, to }) => from < to)
    .sort((a, b) => a.from - b.from)
}

function* without(segment: Segment, breaks: readonly Segment[]): Generator<Segment> {
  let from = segment.from
  for (const pause of breaks) {
    if (pause.from >= segment.to) break
    if (pause.from > from) yield { from, to: pause.from }
    from = Math.max(from, pause.to)
  }
  if (from < segment.to) yield { from, to: segment.to }
}
