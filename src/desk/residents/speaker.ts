/** Who is writing: what flows may offer them, and as whom they are greeted. */
import type { Work } from '../work.ts'
import type { ChatAccount } from './account.ts'
import { type Home, homesOf, type Resident } from './homes-of.ts'

type Audience = 'owner' | 'tenant' | 'family' | 'guest'

export interface Speaker {
  /** What they are in any of their homes; a guest when in none. */
  readonly audience: readonly Audience[]
  readonly person: Resident | null
  readonly homes: readonly Home[]
}

/** `projectId` is that of the account written to; null looks through the whole company. */
export async function findSpeaker(
  at: Pick<Work, 'tx' | 'now' | 'rules'>,
  question: ChatAccount & { readonly projectId: string | null },
): Promise<Speaker> {
  const homes = await homesOf(at, question, question.projectId)
  return { audience: audienceOf(homes), person: homes[0]?.resident ?? null, homes }
}

function audienceOf(homes: readonly Home[]): Audience[] {
  const relations = new Set(homes.map((home) => home.relation))
  const known = (['owner', 'tenant', 'family'] as const).filter((name) => relations.has(name))
  return known.length > 0 ? known : ['guest']
}
