/** Whether a contractor may be given work: only under an agreement that holds today and covers it. */
import type { Selectable } from 'kysely'
import type { ContractorAgreement } from '../../database/generated/tables.ts'
import { estateDay } from '../residents/estate-day.ts'
import type { Skill } from '../staff/roles.ts'
import type { Work } from '../work.ts'

type AgreementRow = Selectable<ContractorAgreement>

/** Why no agreement fits; `until` is the last day of the newest one that ended. */
export type Agreed =
  | { readonly outcome: 'ok'; readonly agreementId: string }
  | { readonly outcome: 'no_agreement' | 'not_begun' | 'not_covered' }
  | { readonly outcome: 'expired'; readonly until: string }

/**
 * The agreement under which a firm does work of a trade today (servicedesk.md E3, art. 21: a written agreement). Of
 * several the one that ends last.
 */
export async function agreementFor(
  { tx, now }: Pick<Work, 'tx' | 'now'>,
  contractorId: string,
  skill: Skill | null,
): Promise<Agreed> {
  const rows = await tx
    .selectFrom('contractor_agreement')
    .selectAll()
    .where('contractorId', '=', contractorId)
    .orderBy('validTo', (order) => order.desc().nullsFirst())
    .orderBy('id')
    .execute()
  return choose(rows, skill, estateDay(now))
}

function choose(rows: readonly AgreementRow[], skill: Skill | null, today: string): Agreed {
  if (rows.length === 0) return { outcome: 'no_agreement' }
  const begun = rows.filter(({ validFrom }) => validFrom === null || validFrom <= today)
  const holding = begun.filter(({ validTo }) => validTo === null || validTo >= today)
  const fitting = holding.find(
    ({ skills }) => skills.length === 0 || skill === null || skills.includes(skill),
  )
  if (fitting) return { outcome: 'ok', agreementId: fitting.id }
  if (holding.length > 0) return { outcome: 'not_covered' }
  const [last] = begun
  return last ? { outcome: 'expired', until: last.validTo ?? '' } : { outcome: 'not_begun' }
}
