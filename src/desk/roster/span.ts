/** A half-open stretch of time, [startAt, endAt), in milliseconds since 1970 UTC. */
export interface Span {
  readonly startAt: number
  readonly endAt: number
}

/** The moment of the end is not in it any more: who hands over at eight is off duty at eight. */
export function covers({ startAt, endAt }: Span, at: number): boolean {
  return startAt <= at && at < endAt
}

/** Stretches that touch or overlap, as one; in order. */
export function joined(spans: readonly Span[]): Span[] {
  const sorted = [...spans].sort((a, b) => a.startAt - b.startAt || a.endAt - b.endAt)
  const whole: Span[] = []
  for (const span of sorted) {
    const last = whole.at(-1)
    if (last && span.startAt <= last.endAt) {
      whole[whole.length - 1] = { ...last, endAt: Math.max(last.endAt, span.endAt) }
    } else whole.push(span)
  }
  return whole
}
