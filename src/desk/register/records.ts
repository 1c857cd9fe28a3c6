/** What a book says, row by row, after reading: facts in the register's own terms, personal numbers sealed. */
import type { SealedPhone } from '../../database/sealed.ts'
import type { Formula } from '../fees/formulas.ts'
import type { Relation } from '../residents/relations.ts'
import type { RoomParts } from '../residents/room-code.ts'
import type { Role, Skill } from '../staff/roles.ts'
import type { BuiltDays } from './built-days.ts'
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

/** The estate as a whole. */
export interface ProjectRecord extends BuiltDays {
  readonly name: string
}

export interface BuildingFacts extends BuiltDays {
  readonly code: string
  /** Given only when the book says more than the code: 3号楼. */
  readonly name: string | undefined
  readonly floorsAbove: number | undefined
  readonly hasLift: boolean | undefined
  /** Degrees. */
  readonly longitude: number | undefined
  readonly latitude: number | undefined
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

/** A firm, and one agreement with it. */
export interface ContractorRecord {
  readonly firm: string
  readonly kind: Given<Word<'contractor_kind'>>
  readonly contact: Given<string>
  readonly phone: Given<SealedPhone>
  /** Of the agreement; null where there is none, and the rest of the row says nothing. */
  readonly number: string | null
  readonly skills: Given<readonly Skill[]>
  readonly validFrom: Given<string>
  /** The last day on which it holds; null is for ever. */
  readonly validTo: Given<string>
}

export interface StaffRecord {
  readonly account: string
  readonly name: string
  readonly phone: SealedPhone | undefined
  readonly roles: readonly Role[]
  readonly skills: Given<readonly Skill[]>
  /** Buildings ("3") or units ("3-2"). */
  readonly areas: Given<readonly string[]>
  /** By its name. */
  readonly team: Given<string>
  readonly maxOpen: Given<number>
  readonly staffKind: Given<Word<'staff_kind'>>
  /** The firm a contractor's member works for, by its name. */
  readonly contractor: Given<string>
  /** Account or name of a colleague. */
  readonly replacement: Given<string>
  /** 'YYYY-MM-DD' */
  readonly left: Given<string>
}

export interface TeamRecord {
  readonly name: string
  /** Account or name of a colleague. */
  readonly lead: Given<string>
}

export interface CertificateRecord {
  /** Account or name. */
  readonly member: string
  /** Of rules/staff.yaml. */
  readonly kind: string
  readonly number: Given<string>
  /** The last day on which it is good; null is for ever. */
  readonly validTo: Given<string>
}

/** Hours of duty that come back every week. */
export interface PatternRecord {
  readonly name: string
  readonly team: Given<string>
  /** Accounts or names, in the order of their turns. */
  readonly members: Given<readonly string[]>
  /** 1 Monday … 7 Sunday */
  readonly weekdays: readonly number[]
  /** 'HH:MM'; an end no later than the start is the next morning's. */
  readonly start: string
  readonly end: string
  readonly kind: Given<Word<'shift_kind'>>
  readonly areas: Given<readonly string[]>
  readonly days: Given<Word<'pattern_days'>>
  readonly from: Given<string>
  /** The first day on which it no longer holds. */
  readonly to: Given<string>
  readonly turns: Given<Word<'turns'>>
  readonly turnLength: Given<number>
  readonly handoverTime: Given<string>
  readonly anchorDay: Given<string>
  /** Account or name of whose turn begins on that day. */
  readonly anchor: Given<string>
}

export interface ShiftRecord {
  readonly account: string
  readonly day: string
  /** UTC instants as ISO texts. */
  readonly startAt: string
  readonly endAt: string
  readonly kind: Word<'shift_kind'>
  readonly areas: Given<readonly string[]>
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

/** What is charged for work in homes. */
export interface PriceItemRecord {
  readonly code: string
  readonly name: string
  readonly kind: Word<'price_kind'>
  readonly unit: string
  readonly priceFen: number
  readonly warrantyDays: Given<number>
  readonly from: Given<string>
  readonly to: Given<string>
}

export interface Records {
  readonly project: ProjectRecord
  readonly room: RoomRecord
  readonly owner: OwnerRecord
  readonly contractor: ContractorRecord
  readonly staff: StaffRecord
  readonly team: TeamRecord
  readonly certificate: CertificateRecord
  readonly pattern: PatternRecord
  readonly shift: ShiftRecord
  readonly fee_item: FeeItemRecord
  readonly bill: BillRecord
  readonly room_fee: RoomFeeRecord
  readonly payment: PaymentRecord
  readonly price_item: PriceItemRecord
}

export type RecordKind = keyof Records
