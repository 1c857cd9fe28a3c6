/** Compares what an applicant typed with the register, for the steward's eyes only. */
import type { Work } from '../work.ts'
import { type Occupant, occupantsOf, sameName } from './occupants.ts'

export interface RegisterMatch {
  /** `empty`: nobody is registered for the room, so nothing can be compared. */
  readonly match: 'both' | 'name' | 'phone' | 'none' | 'empty'
}

export interface Claim {
  readonly roomId: string
  readonly name: string
  readonly phoneHash: string
}

export async function matchRegister(work: Work, claim: Claim): Promise<RegisterMatch> {
  return { match: compareClaim(await occupantsOf(work, claim.roomId), claim) }
}

/** The best fit among the people of the room. */
export function compareClaim(
  people: readonly Pick<Occupant, 'name' | 'phoneHash'>[],
  claim: Pick<Claim, 'name' | 'phoneHash'>,
): RegisterMatch['match'] {
  if (people.length === 0) return 'empty'
  const named = people.filter((one) => sameName(one.name, claim.name))
  if (named.some((one) => one.phoneHash === claim.phoneHash)) return 'both'
  if (named.length > 0) return 'name'
  return people.some((one) => one.phoneHash === claim.phoneHash) ? 'phone' : 'none'
}
