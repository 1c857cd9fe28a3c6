/** What a new ticket says of who pays: the developer in the time of the warranty, or nobody yet. */
import type { Tx } from '../../database/open-database.ts'
import type { Payer } from '../tickets/category-rules.ts'
import type { Work } from '../work.ts'
import { type Fault, judge, type Verdict } from './judge.ts'
import { payerWithout, UNSETTLED } from './payer-of.ts'

export interface FirstPayer {
  /** Null: who pays as a rule. */
  readonly payer: Payer | typeof UNSETTLED | null
  /** Why, for its log. */
  readonly warranty: Verdict | null
}

/** What is not known is asked of the service centre only where there is a developer to hand it to. */
export async function firstPayer(work: Work, fault: Fault): Promise<FirstPayer> {
  const warranty = await judge(work, fault)
  if (warranty.verdict === 'none') return { payer: null, warranty: null }
  if (warranty.verdict === 'within') return { payer: 'developer_warranty', warranty }
  if (warranty.verdict === 'over') return { payer: payerWithout(work, fault), warranty }
  const isAsked = await hasDeveloper(work.tx, fault.projectId)
  return { payer: isAsked ? UNSETTLED : null, warranty }
}

/** Whether the register names a developer among the project's firms. */
async function hasDeveloper(tx: Tx, projectId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('contractor')
    .select('id')
    .where('projectId', '=', projectId)
    .where('kind', '=', 'developer')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
