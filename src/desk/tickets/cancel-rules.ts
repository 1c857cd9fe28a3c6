/** Who may take a matter back, in which state: by state, kind and who asks (servicedesk.md D3, CANCELLED). */
import type { TicketKind } from './kinds.ts'
import { isIn, OPEN_STATES, type TicketState, WITHDRAWABLE_STATES } from './states.ts'

/** Who asks: whoever reported it, another owner who sees it, whoever has it in hand, a supervisor, other staff. */
export type Canceller = 'reporter' | 'neighbour' | 'holder' | 'supervisor' | 'colleague'

/**
 * `alone`: nothing else is needed. `with_note`: with words the owner reads. `too_late`: somebody is there already, or it
 * is a danger, and only staff may with a note. `look_first`: a danger nobody has looked at yet. `not_yours`: others
 * decide. `over`: nothing is left to cancel.
 */
export type CancelRule = 'alone' | 'with_note' | 'too_late' | 'look_first' | 'not_yours' | 'over'

export interface CancelCase {
  readonly by: Canceller
  readonly kind: TicketKind
  readonly state: TicketState
  /** Where a pause began; counts as the state. */
  readonly heldFrom: string | null
  readonly hazard: boolean
}

/** What the rules say of one case. */
export function cancelRule(one: CancelCase): CancelRule {
  if (one.by === 'neighbour') return 'not_yours'
  if (!isIn(one.state, OPEN_STATES)) return 'over'
  return BY[one.by](one)
}

const BY: Readonly<Record<Exclude<Canceller, 'neighbour'>, (one: CancelCase) => CancelRule>> = {
  reporter: (one) => (isBeforeArrival(one) && !one.hazard ? 'alone' : 'too_late'),
  supervisor: () => 'with_note',
  colleague: () => 'not_yours',
  holder(one) {
    // Whoever handles a complaint does not judge it void (servicedesk.md D2, Complaint: valid).
    if (one.kind === 'complaint') return 'not_yours'
    return one.hazard && isBeforeArrival(one) ? 'look_first' : 'with_note'
  },
}

function isBeforeArrival({ state, heldFrom }: CancelCase): boolean {
  return isIn(state === 'ON_HOLD' ? (heldFrom ?? '') : state, WITHDRAWABLE_STATES)
}
