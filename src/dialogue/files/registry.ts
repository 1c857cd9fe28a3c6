/** What the desk offers to flows: the actions they may call and the facts they may ask, with types. */
import type { SlotTypeName } from './slot-schema.ts'

export interface Registry {
  /** By name, such as `tickets.create`. */
  readonly actions: Readonly<Record<string, ActionSignature>>
  /** CEL signatures by function name, such as `room_exists(string): bool`. */
  readonly facts: Readonly<Record<string, FactSignature>>
  /** Further fields of `user`, with their CEL types. */
  readonly user?: Readonly<Record<string, string>>
  /** The names in `env`. Left out, `env.` names are not checked. */
  readonly env?: readonly string[]
}

export interface ActionSignature {
  readonly with: Readonly<
    Record<string, { readonly type: SlotTypeName; readonly optional?: boolean }>
  >
  readonly outcomes: readonly string[]
  readonly result: Readonly<Record<string, SlotTypeName>>
  /** True when an owner cannot take it back: flows must confirm before. */
  readonly irreversible?: boolean
  /** True when it is done over a network, after the turn: the run waits for its result (dialogue.md D12). */
  readonly remote?: boolean
}

type FactSignature = string
