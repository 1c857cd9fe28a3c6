/** A plan in figures. */
import type { Plan } from './plan.ts'

export interface PlanCounts {
  readonly people: number
  readonly reached: number
  readonly no_contact: number
  readonly over_cap: number
}

export function countsOf(plan: Plan): PlanCounts {
  const parts = [...plan.groups, ...plan.stewards]
  const reached = parts.reduce((sum, { people }) => sum + people, 0)
  const { noContact: no_contact, overCap: over_cap } = plan
  return { people: reached + no_contact + over_cap, reached, no_contact, over_cap }
}
