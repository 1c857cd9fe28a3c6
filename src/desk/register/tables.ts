/** The tables a book may hold, the fields of each, and which of them a table cannot be without. */

export const TABLE_FIELDS = {
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
  ],
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
  fee_items: ['code', 'name', 'kind', 'formula', 'price', 'fixed', 'from', 'to'],
  bills: ['room', 'item', 'period', 'amount', 'paid', 'payer', 'due', 'computed'],
} as const

export type TableName = keyof typeof TABLE_FIELDS
export type Field<Table extends TableName> = (typeof TABLE_FIELDS)[Table][number]

export const TABLE_NAMES = Object.keys(TABLE_FIELDS) as readonly TableName[]

/** A row of headers is one of a table when it names all of these. */
export const REQUIRED_FIELDS: { readonly [Table in TableName]: readonly Field<Table>[] } = {
  rooms: ['building', 'number'],
  people: ['room', 'name', 'relation'],
  staff: ['account', 'name', 'roles'],
  shifts: ['account', 'day', 'start', 'end'],
  fee_items: ['code', 'name', 'kind'],
  bills: ['room', 'item', 'period', 'amount'],
}

/** Read from other people's books, but not asked for in our own template. */
export const NOT_IN_TEMPLATE: { readonly [Table in TableName]: readonly Field<Table>[] } = {
  rooms: ['name', 'gender', 'phone', 'id_number', 'relation'],
  people: [],
  staff: ['left'],
  shifts: [],
  fee_items: [],
  bills: [],
}
