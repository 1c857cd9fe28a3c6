/** Firms that do work for a project, and their people in chat. */
import type { Selectable } from 'kysely'
import type { Contractor as ContractorTable } from '../../database/generated/tables.ts'
import type { Tx } from '../../database/open-database.ts'
import { onDutyStaff } from '../roster/on-duty.ts'
import { SKILL_WORDS, type Skill } from '../staff/roles.ts'
import { type StaffMember, staffMember } from '../staff/staff.ts'
import type { Work } from '../work.ts'

export type ContractorRow = Selectable<ContractorTable>

export async function findContractor(tx: Tx, id: string): Promise<ContractorRow | null> {
  const row = tx.selectFrom('contractor').selectAll().where('id', '=', id)
  return (await row.executeTakeFirst()) ?? null
}

/** By name. */
async function contractorsOf(tx: Tx, projectId: string): Promise<ContractorRow[]> {
  return await tx
    .selectFrom('contractor')
    .selectAll()
    .where('projectId', '=', projectId)
    .orderBy('name')
    .execute()
}

export interface ListedFirm {
  readonly id: string
  readonly name: string
  /** Of its agreements, in words; empty for any. */
  readonly trades: string
  readonly isDeveloper: boolean
}

/** By name, as one chooses from them. */
export async function listedFirms(tx: Tx, projectId: string): Promise<readonly ListedFirm[]> {
  const firms = await contractorsOf(tx, projectId)
  const agreements = await tx
    .selectFrom('contractor_agreement')
    .select(['contractorId', 'skills'])
    .where('projectId', '=', projectId)
    .execute()
  return firms.map(({ id, name, kind }) => {
    const own = agreements.filter(({ contractorId }) => contractorId === id)
    const skills = [...new Set(own.flatMap((one) => one.skills))] as Skill[]
    const trades = skills.map((skill) => SKILL_WORDS[skill]).join('、')
    return { id, name, trades, isDeveloper: kind === 'developer' }
  })
}

const LONGEST = 60

/** All a text can mean: an id or the whole name before a part of it. Empty when it is none of the project's. */
export async function findContractors(
  tx: Tx,
  projectId: string,
  said: string,
): Promise<ContractorRow[]> {
  const words = plain(said)
  if (words === '' || words.length > LONGEST) return []
  const all = await contractorsOf(tx, projectId)
  const exact = all.filter(({ id, name }) => id === said.trim() || plain(name) === words)
  return exact.length > 0 ? exact : all.filter(({ name }) => plain(name).includes(words))
}

/** As names are compared: however wide, spaced or capital they were written. */
function plain(name: string): string {
  return name.normalize('NFKC').replace(/\s+/g, '').toLowerCase()
}

/** Who of a firm can be written to in chat: who is on duty first, then who has been there longest. */
export async function chatPeopleOf(
  work: Work,
  { id, projectId }: Pick<ContractorRow, 'id' | 'projectId'>,
): Promise<readonly StaffMember[]> {
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
  if (people.length === 0) return people
  const onDuty = await onDutyStaff(work, { projectId, at: work.now })
  const isThere = (one: StaffMember) => onDuty.some((other) => other.id === one.id)
  return [...people.filter(isThere), ...people.filter((one) => !isThere(one))]
}
