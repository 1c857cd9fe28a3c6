/** A conversation as one turn has it: locked, with what is remembered of it. */
import type { Address } from '../channels/channel.ts'
import type { Handling } from './handoff-record.ts'

export interface Conversation {
  readonly id: string
  readonly address: Address
  readonly session: unknown
  readonly handling: Handling
}
