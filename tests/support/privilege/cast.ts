/** Everybody who may try something on one ticket: those it belongs to, those it does not, and those it belonged to once. */
import type { Database } from '../../../src/database/open-database.ts'
import { seedClocks } from '../../../src/desk/clocks/seed-clocks.ts'
import type { OwnerActor, StaffActor } from '../../../src/desk/work.ts'
import { anOwner } from '../desk/homes.ts'
import { aBinding, aPerson, aProject } from '../desk/people.ts'
import { actorOf, aStaffMember, PROJECT } from '../desk/staff.ts'
import type { TicketDesk } from '../desk/ticket-desk.ts'

/** The other project of the company. */
export const ELSEWHERE = 'project-2'
export const ROOM = '3-2-501'
/** Of the owner of the room; stands in no refusal. */
export const PHONE = '13900007731'

const OWNERS = [
  'owner',
  'tenant',
  'neighbour',
  'foreign_owner',
  'former_tenant',
  'visitor',
] as const
export const STAFF = [
  'holder',
  'technician',
  'steward',
  'agent',
  'lead',
  'dispatcher',
  'manager',
  'contractor',
  'contractor_manager',
  'foreign_technician',
  'foreign_manager',
  'left_technician',
  'left_manager',
] as const
export const ROLES = [...OWNERS, ...STAFF] as const
export type Role = (typeof ROLES)[number]

export type Cast = Readonly<Record<(typeof OWNERS)[number], OwnerActor>> &
  Readonly<Record<(typeof STAFF)[number], StaffActor>>

/** Those of another project do the same there as those here; those who left did the same here. */
export async function hireCast(desk: TicketDesk): Promise<Cast> {
  const { db } = desk
  await aProject(db)
  await aProject(db, ELSEWHERE)
  await desk.work({ kind: 'system', name: 'test' }, (work) => seedClocks(work, ELSEWHERE))
  const hired = async (
    name: string,
    roles: Parameters<typeof aStaffMember>[1]['roles'],
    more = {},
  ) => actorOf(await aStaffMember(db, { name, roles, ...more }))
  const abroad = async (name: string, roles: Parameters<typeof aStaffMember>[1]['roles']) => {
    const skills = ['plumbing_power'] as const
    return actorOf(await aStaffMember(db, { name, roles, skills, projectId: ELSEWHERE }), ELSEWHERE)
  }
  const trade = { skills: ['plumbing_power'] as const }
  const left = { leftAt: '2026-06-30T00:00:00Z' }
  return {
    owner: await desk.owner('chat-owner', ROOM),
    tenant: await livesIn(db, 'chat-tenant', {}),
    neighbour: await desk.owner('chat-neighbour', '3-2-502'),
    foreign_owner: await anOwner(db, {
      ...{ user: 'chat-foreign', rooms: [ROOM], projectId: ELSEWHERE },
    }),
    former_tenant: await livesIn(db, 'chat-former', { from: '2025-01-01', to: '2026-06-30' }),
    visitor: await desk.owner('chat-visitor'),
    holder: await desk.technician('王强'),
    technician: await desk.technician('李军'),
    steward: await desk.staff('管家', 'steward', { areas: ['3'] }),
    agent: await desk.staff('客服', 'agent'),
    lead: await desk.staff('班长', 'lead', { ...trade }),
    dispatcher: await desk.staff('调度', 'dispatcher'),
    manager: await desk.staff('经理', 'manager'),
    contractor: await ofAFirm(db, '外包师傅', 'technician'),
    contractor_manager: await ofAFirm(db, '外包经理', 'manager'),
    foreign_technician: await abroad('外区技工', ['technician']),
    foreign_manager: await abroad('外区经理', ['manager']),
    left_technician: await hired('走了的技工', ['technician'], { ...trade, ...left }),
    left_manager: await hired('走了的经理', ['manager'], left),
  }
}

/** A chat that is bound to somebody who rents the room, or rented it: the binding was never taken back. */
async function livesIn(
  db: Database,
  user: string,
  when: { readonly from?: string; readonly to?: string },
): Promise<OwnerActor> {
  const personId = await aPerson(db, { name: user, room: ROOM, relation: 'tenant', ...when })
  const rights = { canSeeFees: false, canPay: false, canVote: false }
  await db.updateTable('occupancy').set(rights).where('personId', '=', personId).execute()
  const actor = await aBinding(db, { user, personId, room: ROOM })
  const { corpId, conversationId: id, userId } = actor
  const chat = { id, corpId, channel: 'wecom-kf', account: `kf-${PROJECT}`, userId }
  await db
    .insertInto('conversation')
    .values({ ...chat, createdAt: new Date(0) })
    .execute()
  return actor
}

/** Whatever their firm's people are called in the book, they are none of the house. */
async function ofAFirm(
  db: Database,
  name: string,
  role: 'technician' | 'manager',
): Promise<StaffActor> {
  const id = await aStaffMember(db, { name, roles: [role], skills: ['lift'] })
  await db.updateTable('staff').set({ kind: 'contractor' }).where('id', '=', id).execute()
  return actorOf(id)
}
