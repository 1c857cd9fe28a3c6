/** What the codes and words of books stand for: the identifiers each legend of rules/register.yaml leads to. */

import { FORMULAS } from '../fees/formulas.ts'
import { BILLINGS } from '../fees/periods.ts'
import { PRICE_KINDS } from '../quotes/price-kinds.ts'
import { RELATIONS } from '../residents/relations.ts'
import { ROLES, SKILLS, STAFF_KINDS } from '../staff/roles.ts'

export const LEGENDS = {
  room_kind: ['residence', 'office', 'dormitory', 'shop', 'parking', 'storage'],
  room_state: [
    'occupied',
    'unsold',
    'handed_over',
    'not_moved_in',
    'decorated',
    'let',
    'sold',
    'vacant',
    'decorating',
  ],
  relation: RELATIONS,
  parking_deal: ['let', 'sold'],
  gender: ['male', 'female'],
  yes_no: ['yes', 'no'],
  role: ROLES,
  skill: SKILLS,
  staff_kind: STAFF_KINDS,
  contractor_kind: ['maintenance', 'developer'],
  /** Those of rules/staff.yaml; its words are filled in when the rules are read. */
  certificate: [] as readonly string[],
  shift_kind: ['duty', 'standby'],
  pattern_days: ['any', 'workdays', 'holidays'],
  turns: ['none', 'daily', 'weekly'],
  fee_kind: ['periodic', 'one-off', 'metered', 'shared'],
  payer: ['owner', 'tenant'],
  billing: BILLINGS,
  pay_when: ['prepaid', 'postpaid'],
  formula: FORMULAS,
  price_kind: PRICE_KINDS,
} as const satisfies Record<string, readonly string[]>

export type LegendName = keyof typeof LEGENDS
export const LEGEND_NAMES = Object.keys(LEGENDS) as readonly LegendName[]
