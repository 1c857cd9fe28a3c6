/** Something found in a sentence: what it is, where it stands, and how sure that is. */

export interface Match {
  readonly start: number
  readonly end: number
  readonly value: unknown
  /** How people read the value, when that differs. */
  readonly shown?: string | undefined
  /** Strict finds may fill any slot; loose ones only the slot being asked. */
  readonly strict: boolean
  readonly fragment?: RoomFragment
}

/** The parts of a home that were named. */
export interface RoomFragment {
  readonly building?: string
  readonly unit?: string
  readonly floor?: string
  readonly room?: string
}
