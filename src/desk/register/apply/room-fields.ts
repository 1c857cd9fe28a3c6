/** How each fact of a room reads, in previews and in problems. */
import { yuanText } from '../../fees/yuan.ts'
import type { LegendName } from '../legends.ts'
import type { RoomFacts } from '../records.ts'
import type { RegisterRules } from '../rules.ts'
import type { FieldRules } from './difference.ts'

/** The columns of a room a book may state. */
export interface RoomColumns {
  readonly floor: number | null
  readonly kind: string
  readonly layout: string | null
  readonly grossArea: string | null
  readonly innerArea: string | null
  readonly rentFen: number | null
  readonly status: string | null
  readonly handoverDate: string | null
  readonly feeStartDate: string | null
}

export function roomFields(rules: RegisterRules): FieldRules<RoomColumns> {
  const word = (legend: LegendName) => (id: string) => rules.legends[legend][id]?.[0] ?? id
  return {
    floor: { field: 'floor' },
    kind: { field: 'kind', show: word('room_kind') },
    layout: { field: 'layout' },
    grossArea: { field: 'gross_area' },
    innerArea: { field: 'inner_area' },
    rentFen: { field: 'rent', show: yuanText },
    status: { field: 'state', show: word('room_state') },
    handoverDate: { field: 'handover' },
    feeStartDate: { field: 'fee_start' },
  }
}

/** Every room is of some kind: that one cannot be emptied. */
export function statedColumns(facts: RoomFacts) {
  return { ...facts, kind: facts.kind ?? undefined }
}
