/** What an import changes: counted by kind, the first ones kept in full with old and new. */
import type { MessageName } from './messages.ts'
import type { RegisterRules } from './rules.ts'

type ChangeKind = Extract<
  MessageName,
  | 'project'
  | 'building'
  | 'unit'
  | 'room'
  | 'person'
  | 'occupancy'
  | 'contractor'
  | 'staff'
  | 'team'
  | 'certificate'
  | 'pattern'
  | 'shift'
  | 'fee_item'
  | 'room_fee'
  | 'bill'
  | 'payment'
  | 'price_item'
>
type ChangeAction = Extract<MessageName, 'added' | 'changed' | 'ended' | 'removed'>

export interface Change {
  readonly kind: ChangeKind
  readonly action: ChangeAction
  /** Which one, as people call it: "3栋2单元501 吴学文（业主）". */
  readonly label: string
  readonly differences: readonly Difference[]
}

export interface Difference {
  /** The header of the field in the template. */
  readonly field: string
  /** As it reads in a book; null is nothing. */
  readonly old: string | null
  readonly new: string | null
}

export type ChangeCounts = Readonly<Record<string, Readonly<Record<ChangeAction, number>>>>

export interface Changes {
  add(change: Change): void
  total(): number
  counts(): ChangeCounts
  readonly listed: readonly Change[]
}

export function collectChanges(rules: RegisterRules): Changes {
  const counts: Record<string, Record<ChangeAction, number>> = {}
  const listed: Change[] = []
  let total = 0
  return {
    listed,
    add(change) {
      total++
      const none = { added: 0, changed: 0, ended: 0, removed: 0 }
      const ofKind = counts[change.kind] ?? none
      counts[change.kind] = { ...ofKind, [change.action]: ofKind[change.action] + 1 }
      if (listed.length < rules.limits.listed_changes) listed.push(change)
    },
    total: () => total,
    counts: () => counts,
  }
}
