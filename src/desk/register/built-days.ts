/** When a building, or the estate as a whole, was completed and delivered: what the developer's warranty counts from. */
import type { Given } from './table/cell-reader.ts'

export interface BuiltDays {
  /** 竣工验收, 'YYYY-MM-DD'. */
  readonly completionDate: Given<string>
  /** 交付, 'YYYY-MM-DD'. */
  readonly deliveryDate: Given<string>
}
