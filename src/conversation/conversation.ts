/** A conversation as one turn has it: locked, with what is remembered of it. */
import type { Address } from '../channels/channel.ts'
import type { Handling } from './handoff-record.ts'

export interface Conversation {
  readonly id: string
  readonly address: Address
  /** Sealed; null before the first turn. */
  readonly session: string | null
  readonly handling: Handling
}
