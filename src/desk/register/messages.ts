/** What is said about a book: names here, words in rules/register.yaml. */

/** Why a file, a sheet, a row or a cell is refused. */
const ERRORS = [
  'not_found',
  'not_xlsx',
  'old_xls',
  'encrypted',
  'damaged',
  'too_big',
  'long_text',
  'too_many_rows',
  'which_project',
  'no_table',
  'missing_headers',
  'required',
  'too_long',
  'formula',
  'cell_error',
  'phone',
  'id_number',
  'id_number_digits',
  'integer',
  'decimal',
  'degrees',
  'money',
  'rate',
  'day',
  'time',
  'period',
  'legend',
  'name',
  'account',
  'room_part',
  'room_format',
  'room_unknown',
  'room_twice',
  'room_differs',
  'occupant_twice',
  'person_differs',
  'days_order',
  'from_needed',
  'row_twice',
  'other_project',
  'firm_differs',
  'firm_unknown',
  'staff_unknown',
  'area_unknown',
  'member_unknown',
  'own_replacement',
  'nobody_named',
  'weekdays',
  'too_many_days',
  'item_unknown',
  'paid_too_much',
  'paid_below_payments',
  'formula_code',
  'fee_starts',
  'payment_twice',
] as const

/** What is worth a look but stops nothing. */
const WARNINGS = [
  'nothing_inside',
  'sheet_skipped',
  'column_unknown',
  'header_twice',
  'phone_several',
  'no_occupant',
  'owner_roomless',
  'no_owner',
  'unsold_occupied',
  'building_names',
  'building_days',
  'delivered_early',
  'completed_later',
  'paid_less',
  'bill_cancelled',
  'left_later',
  'formula_words',
  'owner_unknown',
  'payment_span',
  'payment_open',
] as const

/** How a change reads. */
const CHANGES = [
  'added',
  'changed',
  'ended',
  'removed',
  'project',
  'building',
  'unit',
  'room',
  'person',
  'occupancy',
  'contractor',
  'staff',
  'team',
  'certificate',
  'pattern',
  'shift',
  'fee_item',
  'room_fee',
  'bill',
  'payment',
  'price_item',
  'empty',
] as const

export const MESSAGE_NAMES = [...ERRORS, ...WARNINGS, ...CHANGES] as const

export type MessageName = (typeof MESSAGE_NAMES)[number]
export type ErrorName = (typeof ERRORS)[number]
export type WarningName = (typeof WARNINGS)[number]

export type MessageValues = Readonly<Record<string, string | number>>

/** Fills the {places} of a message. */
export function messageText(
  messages: Readonly<Record<MessageName, string>>,
  name: MessageName,
  values: MessageValues = {},
): string {
  return messages[name].replace(/\{(\w+)\}/g, (whole, place: string) =>
    String(values[place] ?? whole),
  )
}
