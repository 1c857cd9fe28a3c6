/** What is said about bills and payments: names here, words in rules/fees.yaml. */

/** How an amount was computed, piece by piece. */
export const COMPUTED = [
  'area',
  'fixed',
  'rent',
  'plus',
  'months',
  'part',
  'factor',
  'one_factor',
  'share_area',
  'share_household',
] as const

/** Why no bill was made. */
export const SKIPS = [
  'no_rooms',
  'no_formula',
  'by_hand',
  'on_demand',
  'began_before',
  'no_area',
  'no_inner_area',
  'no_price',
  'no_amount',
  'no_rent',
  'no_reading',
  'no_start',
  'too_large',
  'billed_otherwise',
  'share_waits',
  'shared_already',
] as const

/** Why money of a payment is left over. */
export const UNALLOCATED = ['room_unknown', 'item_unknown', 'no_bill', 'settled'] as const

/** What the report of a run says. */
export const BILL_MESSAGES = [
  'month',
  'too_early',
  'too_late',
  'done',
  'nothing',
  'skips',
  'skip',
  'more',
] as const

export type Skip = (typeof SKIPS)[number]
export type Unallocated = (typeof UNALLOCATED)[number]

/** Fills the {places} of a text. */
export function filled(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, place: string) => String(values[place] ?? whole))
}
