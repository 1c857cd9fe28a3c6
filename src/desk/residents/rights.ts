/** What a relation to a room allows by default. */
import type { Relation } from './relations.ts'
import type { ResidentRules } from './rules.ts'

export interface Rights {
  readonly canSeeFees: boolean
  readonly canPay: boolean
  readonly canVote: boolean
}

export function rightsOf(rules: ResidentRules, relation: Relation): Rights {
  const { see_fees, pay, vote } = rules.rights[relation]
  return { canSeeFees: see_fees, canPay: pay, canVote: vote }
}
