/** Firms, their agreements and their people, as a book would have entered them. */
import { randomUUID } from 'node:crypto'
import type { Skill } from '../../../src/desk/staff/roles.ts'
import type { StaffActor } from '../../../src/desk/work.ts'
import { PROJECT } from './staff.ts'
import type { TicketDesk } from './ticket-desk.ts'

export interface SomeFirm {
  readonly name: string
  readonly kind?: 'maintenance' | 'developer'
  readonly phone?: string
  /** Absent: from 2026-01-01 on, for ever, any work. Null: no agreement at all. */
  readonly agreed?: {
    readonly from?: string
    readonly to?: string
    readonly skills?: readonly Skill[]
  } | null
}

/** The id of the firm. */
export async function aFirm(desk: TicketDesk, some: SomeFirm): Promise<string> {
  const { name, kind = 'maintenance', phone = null, agreed = {} } = some
  const id = randomUUID()
  const base = { projectId: PROJECT, createdAt: new Date(0) }
  const sealed = await desk.work({ kind: 'system', name: 'import' }, async ({ seals }) =>
    phone ? seals.phone(phone) : {},
  )
  await desk.db
    .insertInto('contractor')
    .values({ ...base, id, name, kind, ...sealed })
    .execute()
  if (agreed === null) return id
  const { from = '2026-01-01', to = null, skills = [] } = agreed
  await desk.db
    .insertInto('contractor_agreement')
    .values({
      ...{ ...base, id: randomUUID(), contractorId: id, number: `HT-${name}` },
      ...{ skills: [...skills], validFrom: from, validTo: to },
    })
    .execute()
  return id
}

/** One of a firm's people, in chat. */
export async function aContractorsMember(
  desk: TicketDesk,
  name: string,
  contractorId: string,
): Promise<StaffActor> {
  const member = await desk.technician(name, { skills: ['lift'], areas: ['none'] })
  await desk.db
    .updateTable('staff')
    .set({ kind: 'contractor', contractorId })
    .where('id', '=', member.staffId)
    .execute()
  return member
}
