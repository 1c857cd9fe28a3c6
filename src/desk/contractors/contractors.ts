/** Firms that do work for a project, and their people in chat. */
import type { Selectable } from 'kysely'
import type { Contractor as ContractorTable } from '../../database/generated/tables.ts'
import type { Tx } from '../../database/open-database.ts'
import { onDutyStaff } from '../roster/on-duty.ts'
import { type StaffMember, staffMember } from '../staff/staff.ts'
import type { Work } from '../work.ts'

export type ContractorRow = Selectable<ContractorTable>

export async function findContractor(tx: Tx, id: string): Promise<ContractorRow | null> {
  const row = tx.selectFrom('contractor').selectAll().where('id', '=', id)
  return (await row.executeTakeFirst()) ?? null
}

/** By name. */
export async function contractorsOf(tx: Tx, projectId: string): Promise<ContractorRow[]> {
  return await tx
    .selectFrom('contractor')
    .selectAll()
    .where('projectId', '=', projectId)
    .orderBy('name')
    .execute()
}

const LONGEST = 60

/** All a text can mean: an id or the whole name before a part of it. Empty when it is none of the project's. */
export async function findContractors(
  tx: Tx,
  projectId: string,
  said: string,
): Promise<ContractorRow[]> {
  const words = said.normalize('NFKC').replace(/\s+/g, '')
  if (words === '' || words.length > LONGEST) return []
  const all = await contractorsOf(tx, projectId)
  const exact = all.filter(({ id, name }) => id === words || name === words)
  return exact.length > 0 ? exact : all.filter(({ name }) => name.includes(words))
}

/** Who of a firm is written to in chat: somebody on duty first, then whoever has been there longest; null for nobody. */
export async function chatMemberOf(
  work: Work,
  { id, projectId }: Pick<ContractorRow, 'id' | 'projectId'>,
): Promise<StaffMember | null> {
  const rows = await work.tx
    .selectFrom('staff')
    .selectAll()
    .where('projectId', '=', projectId)
    .where('contractorId', '=', id)
    .where('kind', '=', 'contractor')
    .where('leftAt', 'is', null)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  const people = rows.map(staffMember)
  if (people.length === 0) return null
  const onDuty = await onDutyStaff(work, { projectId, at: work.now })
  return people.find((one) => onDuty.some(({ id: there }) => there === one.id)) ?? people[0] ?? null
}
