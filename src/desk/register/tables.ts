/** The tables a book may hold, the fields of each, and which of them a table cannot be without. */

export const TABLE_FIELDS = {
  buildings: ['building', 'unit', 'floors', 'lift'],
  rooms: [
    'building',
    'unit',
    'number',
    'floor',
    'floors',
    'lift',
    'kind',
    'layout',
    'gross_area',
    'inner_area',
    'rent',
    'state',
    'handover',
    'fee_start',
    'name',
    'gender',
    'phone',
    'id_number',
    'relation',
    'owner',
    'fees',
    'fee_starts',
  ],
  owners: ['code', 'name', 'relation', 'phone', 'id_number', 'gender'],
  parking: ['lot', 'number', 'gross_area', 'owner', 'deal', 'from', 'to'],
  people: [
    'room',
    'name',
    'relation',
    'phone',
    'id_number',
    'gender',
    'from',
    'to',
    'see_fees',
    'pay',
    'vote',
  ],
  staff: ['account', 'name', 'phone', 'roles', 'skills', 'areas', 'left'],
  shifts: ['account', 'day', 'until', 'start', 'end', 'kind'],
  fee_items: [
    'code',
    'name',
    'category',
    'kind',
    'formula',
    'price',
    'fixed',
    'billing',
    'pay_when',
    'pay_months',
    'payer',
    'from',
    'to',
  ],
  room_fees: ['room', 'item', 'from', 'to'],
  bills: ['room', 'item', 'period', 'amount', 'paid', 'payer', 'due', 'computed'],
  payments: ['room', 'item', 'months', 'from', 'to', 'paid_on', 'due', 'paid', 'cashier', 'note'],
} as const

export type TableName = keyof typeof TABLE_FIELDS
export type Field<Table extends TableName> = (typeof TABLE_FIELDS)[Table][number]

export const TABLE_NAMES = Object.keys(TABLE_FIELDS) as readonly TableName[]

/** A row of headers is one of a table when it names all of these. */
export const REQUIRED_FIELDS: { readonly [Table in TableName]: readonly Field<Table>[] } = {
  buildings: ['building', 'unit', 'floors'],
  rooms: ['building', 'number'],
  owners: ['code', 'name'],
  parking: ['lot', 'number'],
  people: ['room', 'name', 'relation'],
  staff: ['account', 'name', 'roles'],
  shifts: ['account', 'day', 'start', 'end'],
  fee_items: ['code', 'name', 'kind'],
  room_fees: ['room', 'item', 'from'],
  bills: ['room', 'item', 'period', 'amount'],
  payments: ['room', 'item', 'from', 'to', 'paid'],
}

/** The tables of our own books; others are only read from other people's. */
export const OUR_TABLES = [
  'buildings',
  'rooms',
  'people',
  'staff',
  'shifts',
  'fee_items',
  'room_fees',
  'bills',
  'payments',
] as const satisfies readonly TableName[]

export type OurTable = (typeof OUR_TABLES)[number]

/** Read from other people's books, but not asked for in our own template. */
export const NOT_IN_TEMPLATE: { readonly [Table in OurTable]: readonly Field<Table>[] } = {
  buildings: [],
  rooms: [
    'floors',
    'lift',
    'name',
    'gender',
    'phone',
    'id_number',
    'relation',
    'owner',
    'fees',
    'fee_starts',
  ],
  people: [],
  staff: ['left'],
  shifts: [],
  fee_items: [],
  room_fees: [],
  bills: [],
  payments: [],
}
