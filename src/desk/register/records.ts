/** What a book says, row by row, after reading: facts in the register's own terms, personal numbers sealed. */
import type { SealedPhone } from '../../database/sealed.ts'
import type { Formula } from '../fees/formulas.ts'
import type { Relation } from '../residents/relations.ts'
import type { RoomParts } from '../residents/room-code.ts'
import type { Role, Skill } from '../staff/roles.ts'
import type { Given } from './table/cell-reader.ts'
import type { Word } from './table/row-reader.ts'

export interface RoomFacts {
  readonly floor: Given<number>
  readonly kind: Given<Word<'room_kind'>>
  readonly layout: Given<string>
  readonly grossArea: Given<string>
  readonly innerArea: Given<string>
  readonly rentFen: Given<number>
  readonly status: Given<Word<'room_state'>>
  readonly handoverDate: Given<string>
  readonly feeStartDate: Given<string>
}

export interface BuildingFacts {
  readonly code: string
  /** Given only when the book says more than the code: 3号楼. */
  readonly name: string | undefined
  readonly floorsAbove: number | undefined
  readonly hasLift: boolean | undefined
  /** Units named beside those rooms stand in. */
  readonly units: readonly string[]
}

export interface Occupant {
  readonly name: string
  readonly relation: Relation
  readonly gender: Given<Word<'gender'>>
  readonly phone: SealedPhone | undefined
  readonly idNumber: SealedText | undefined
  readonly from: Given<string>
  readonly to: Given<string>
  readonly seeFees: Given<boolean>
  readonly pay: Given<boolean>
  readonly vote: Given<boolean>
}

export interface SealedText {
  readonly enc: string
  readonly hash: string
}

/** A row about a room: its facts, somebody in it, or both. */
export interface RoomRecord {
  readonly parts: RoomParts
  /** Absent in a row that only names the room of a person. */
  readonly facts?: RoomFacts
  readonly occupant?: Occupant
  /** The code of an owner who stands in a table of their own. */
  readonly owner?: OwnerLink
}

export interface OwnerLink {
  readonly code: string
  /** What the row says of this stay; then only the owner is meant, not their family. */
  readonly stay?: { readonly relation?: Relation; readonly from?: string; readonly to?: string }
}

/** Somebody whom rooms name by code; family stands under the code of its owner. */
export interface OwnerRecord {
  readonly code: string
  readonly occupant: Occupant
}

export interface StaffRecord {
  readonly account: string
  readonly name: string
  readonly phone: SealedPhone | undefined
  readonly roles: readonly Role[]
  readonly skills: Given<readonly Skill[]>
  /** Building codes. */
  readonly areas: Given<readonly string[]>
  /** 'YYYY-MM-DD' */
  readonly left: Given<string>
}

export interface ShiftRecord {
  readonly account: string
  readonly day: string
  /** UTC instants as ISO texts. */
  readonly startAt: string
  readonly endAt: string
  readonly kind: Word<'shift_kind'>
}

export interface FeeItemRecord {
  readonly code: string
  readonly name: string
  readonly kind: Word<'fee_kind'>
  readonly category: Given<string>
  readonly formula: Given<string>
  readonly rule: Formula | null
  readonly priceFen: Given<string>
  readonly fixedFen: Given<number>
  readonly billing: Given<Word<'billing'>>
  readonly payWhen: Given<Word<'pay_when'>>
  readonly payMonths: Given<number>
  readonly payer: Given<Word<'payer'>>
  readonly from: Given<string>
  readonly to: Given<string>
}

export interface BillRecord {
  readonly parts: RoomParts
  /** Code or name of the fee item. */
  readonly item: string
  readonly period: string
  readonly amountFen: number
  readonly paidFen: Given<number>
  readonly payer: Given<Word<'payer'>>
  readonly due: Given<string>
  readonly computed: Given<string>
}

/** A fee item a room pays. */
export interface RoomFeeRecord {
  readonly parts: RoomParts
  /** Code or name of the fee item. */
  readonly item: string
  readonly from: Given<string>
  readonly to: Given<string>
}

/** Money a room paid for a fee item and some days, the last one not included. */
export interface PaymentRecord {
  readonly parts: RoomParts
  readonly item: string
  readonly from: string
  readonly to: string
  readonly months: number | undefined
  readonly paidOn: string | undefined
  readonly dueFen: number | undefined
  readonly amountFen: number
  readonly cashier: Given<string>
  readonly note: Given<string>
}

export interface Records {
  readonly room: RoomRecord
  readonly owner: OwnerRecord
  readonly staff: StaffRecord
  readonly shift: ShiftRecord
  readonly fee_item: FeeItemRecord
  readonly bill: BillRecord
  readonly room_fee: RoomFeeRecord
  readonly payment: PaymentRecord
}

export type RecordKind = keyof Records
