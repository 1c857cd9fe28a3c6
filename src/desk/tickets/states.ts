/** The life of a ticket: its states, and which may follow which. */

/**
 * servicedesk.md D3. A draft is the dialogue's own and no ticket yet. CANCELLED follows the sentence below that
 * table: the owner withdraws alone until ARRIVED, later only with the technician's note. CLOSED from an open state is a
 * manager's force close (servicedesk.md A2). MERGED from an open state, as work is given out at once, and back to NEW
 * when it was a mistake (servicedesk.md A5); CANCELLED with what it went on as.
 */
const MOVES = {
  NEW: ['OFFERED', 'ASSIGNED', 'CANCELLED', 'MERGED', 'CLOSED'],
  OFFERED: ['ASSIGNED', 'NEW', 'CANCELLED', 'MERGED', 'CLOSED'],
  ASSIGNED: ['ACCEPTED', 'NEW', 'ASSIGNED', 'CANCELLED', 'MERGED', 'CLOSED'],
  ACCEPTED: ['ARRIVED', 'ON_HOLD', 'ASSIGNED', 'CANCELLED', 'MERGED', 'CLOSED'],
  ARRIVED: ['IN_PROGRESS', 'ON_HOLD', 'CANCELLED', 'MERGED', 'CLOSED'],
  IN_PROGRESS: ['ON_HOLD', 'DONE', 'ASSIGNED', 'CANCELLED', 'MERGED', 'CLOSED'],
  ON_HOLD: ['ACCEPTED', 'ARRIVED', 'IN_PROGRESS', 'CANCELLED', 'MERGED', 'CLOSED'],
  DONE: ['CONFIRMED', 'REOPENED'],
  CONFIRMED: ['CLOSED', 'REOPENED'],
  REOPENED: ['ASSIGNED', 'CANCELLED', 'MERGED', 'CLOSED'],
  CLOSED: ['REOPENED'],
  CANCELLED: [],
  MERGED: ['NEW', 'CANCELLED'],
} as const satisfies Record<string, readonly string[]>

export type TicketState = keyof typeof MOVES

export const STATES = Object.keys(MOVES) as readonly TicketState[]

/** Somebody still has to do something about the matter itself. */
export const OPEN_STATES = [
  'NEW',
  'OFFERED',
  'ASSIGNED',
  'ACCEPTED',
  'ARRIVED',
  'IN_PROGRESS',
  'ON_HOLD',
  'REOPENED',
] as const satisfies readonly TicketState[]

/** The work is done; "not mended" leads back from here. */
export const FINISHED_STATES = ['DONE', 'CONFIRMED', 'CLOSED'] as const satisfies TicketState[]

/** Nobody holds it yet. */
export const WAITING_STATES = ['NEW', 'OFFERED', 'REOPENED'] as const satisfies TicketState[]

/** Where a pause can begin, and where it leads back to. */
export const HOLDABLE_STATES = [
  'ACCEPTED',
  'ARRIVED',
  'IN_PROGRESS',
] as const satisfies TicketState[]

/** The owner may take the matter back alone in these; ON_HOLD counts as the state it was held from. */
export const WITHDRAWABLE_STATES = [
  'NEW',
  'OFFERED',
  'ASSIGNED',
  'ACCEPTED',
  'REOPENED',
] as const satisfies TicketState[]

/** What ends a pause for good. */
const ENDS_OF_HOLD = ['CANCELLED', 'MERGED', 'CLOSED'] as const satisfies TicketState[]

/**
 * Whether a ticket in `from` may become `to`. A pause leads back only to where it came from: `heldFrom`.
 */
export function mayMove(from: TicketState, to: TicketState, heldFrom: string | null): boolean {
  if (!(MOVES[from] as readonly TicketState[]).includes(to)) return false
  return from !== 'ON_HOLD' || isIn(to, ENDS_OF_HOLD) || to === heldFrom
}

/** Whether a state is one of a list; narrows what the database gave as text. */
export function isIn<State extends TicketState>(
  state: string,
  states: readonly State[],
): state is State {
  return (states as readonly string[]).includes(state)
}

export function isTicketState(text: string | null): text is TicketState {
  return text !== null && Object.hasOwn(MOVES, text)
}
