/** Agreements with contractors that end soon, for the morning: under an ended one no work is given. */
import { type SqlBool, sql } from 'kysely'
import { addDays, estateDay } from '../residents/estate-day.ts'
import { sayDay } from '../tickets/say-time.ts'
import type { Work } from '../work.ts'

/** 通力电梯 HT-01 11月30日, soonest first; one that another of the same firm follows without a gap, for all its work, is left out. */
export async function endingAgreements(work: Work, projectId: string): Promise<string[]> {
  const today = estateDay(work.now)
  const last = addDays(today, work.rules.staff.agreements.remind_days)
  const rows = await work.tx
    .selectFrom('contractor_agreement as one')
    .innerJoin('contractor', 'contractor.id', 'one.contractorId')
    .select(['contractor.name', 'one.number', 'one.validTo'])
    .where('one.projectId', '=', projectId)
    .where('one.validTo', '>=', today)
    .where('one.validTo', '<=', last)
    .where(
      sql<SqlBool>`NOT EXISTS (SELECT 1 FROM contractor_agreement other
        WHERE other."contractorId" = one."contractorId"
          AND (other."validTo" IS NULL OR other."validTo" > one."validTo")
          AND (other."validFrom" IS NULL OR other."validFrom"::date <= one."validTo"::date + 1)
          AND (cardinality(other.skills) = 0
            OR cardinality(one.skills) > 0 AND other.skills @> one.skills))`,
    )
    .orderBy('one.validTo')
    .orderBy('contractor.name')
    .execute()
  return rows.map(({ name, number, validTo }) => {
    return `${name} ${number} ${sayDay(validTo ?? '', work.now)}`
  })
}
