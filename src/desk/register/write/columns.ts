/** The columns our own books have: headers from rules/register.yaml, and how each is written. */
import type { LegendName } from '../legends.ts'
import type { RegisterRules } from '../rules.ts'
import { allowedWords } from '../table/legend-index.ts'
import {
  type Field,
  NOT_IN_TEMPLATE,
  type OurTable,
  REQUIRED_FIELDS,
  TABLE_FIELDS,
} from '../tables.ts'

export interface BookColumn {
  readonly field: string
  readonly header: string
  readonly isRequired: boolean
  /** Words to choose from. */
  readonly words?: readonly string[]
  /** Several of them may be written, or others. */
  readonly isList?: boolean
  /** Written as a number; everything else is text, so that no spreadsheet turns codes into numbers or dates. */
  readonly isNumber?: boolean
}

const LEGENDS_OF: { readonly [Table in OurTable]: Partial<Record<Field<Table>, LegendName>> } = {
  projects: {},
  buildings: { lift: 'yes_no' },
  rooms: { kind: 'room_kind', state: 'room_state' },
  people: {
    relation: 'relation',
    gender: 'gender',
    see_fees: 'yes_no',
    pay: 'yes_no',
    vote: 'yes_no',
  },
  contractors: { kind: 'contractor_kind', skills: 'skill' },
  staff: { roles: 'role', skills: 'skill', staff_kind: 'staff_kind' },
  teams: {},
  certificates: { certificate: 'certificate' },
  patterns: { kind: 'shift_kind', days: 'pattern_days', turns: 'turns' },
  shifts: { kind: 'shift_kind' },
  fee_items: {
    kind: 'fee_kind',
    formula: 'formula',
    billing: 'billing',
    pay_when: 'pay_when',
    payer: 'payer',
  },
  room_fees: {},
  bills: { payer: 'payer' },
  payments: {},
  price_items: { kind: 'price_kind' },
}
/** Several words may stand here, or others than those offered. */
const LISTS: readonly string[] = ['roles', 'skills', 'formula']
const NUMBERS: readonly string[] = [
  'floor',
  'floors',
  'longitude',
  'latitude',
  'gross_area',
  'inner_area',
  'rent',
  'price',
  'fixed',
  'amount',
  'paid',
]
/** Where the same word is a day elsewhere. */
const NUMBERS_OF: Partial<Record<OurTable, readonly string[]>> = {
  fee_items: ['pay_months'],
  payments: ['months', 'due'],
  staff: ['max_open'],
  patterns: ['turn_length'],
  price_items: ['warranty'],
}

export function bookColumns(rules: RegisterRules, table: OurTable): BookColumn[] {
  const left: readonly string[] = NOT_IN_TEMPLATE[table]
  const required: readonly string[] = REQUIRED_FIELDS[table]
  const legends: Readonly<Record<string, LegendName | undefined>> = LEGENDS_OF[table]
  return TABLE_FIELDS[table]
    .filter((field) => !left.includes(field))
    .map((field): BookColumn => {
      const legend = legends[field]
      return {
        field,
        header: rules.tables[table].columns[field]?.[0] ?? field,
        isRequired: required.includes(field),
        isList: LISTS.includes(field),
        isNumber: NUMBERS.includes(field) || (NUMBERS_OF[table] ?? []).includes(field),
        ...(legend ? { words: allowedWords(rules, legend) } : {}),
      }
    })
}
