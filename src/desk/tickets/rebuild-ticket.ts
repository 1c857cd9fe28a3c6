/** Rebuilds a ticket's present from its log alone: the proof that the log is complete. */

export interface LoggedEvent {
  readonly seq: number
  readonly toState: string | null
  readonly payload: unknown
}

/**
 * The fields a ticket has after these events, `state` and `version` among them. Times are ISO texts, as
 * they are logged; what is sealed is not in the log.
 * @throws RangeError when an event is missing
 */
export function rebuildTicket(events: readonly LoggedEvent[]): Record<string, unknown> {
  const inOrder = [...events].sort((a, b) => a.seq - b.seq)
  let fields: Record<string, unknown> = {}
  for (const [at, event] of inOrder.entries()) {
    if (event.seq !== at + 1) throw new RangeError(`Event ${at + 1} is missing from the log`)
    const { set = {} } = event.payload as { set?: Record<string, unknown> }
    const state = event.toState === null ? {} : { state: event.toState }
    fields = { ...fields, ...set, ...state, version: event.seq }
  }
  return fields
}
