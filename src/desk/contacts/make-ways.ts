/** Makes codes to hang up in a building, or to hand to somebody of a room: rows first, the platform's part after. */
import { audit } from '../audit/audit.ts'
import { orderErrand } from '../errands/order-errand.ts'
import { type AudiencePart, readAudience } from '../notices/audience.ts'
import { roomById } from '../residents/find-rooms.ts'
import { deciderFor } from '../residents/may-decide.ts'
import { type Occupant, occupantsOf, sameName } from '../residents/occupants.ts'
import { houseStaff } from '../staff/project-staff.ts'
import type { StaffMember } from '../staff/staff.ts'
import type { StaffActor, Work } from '../work.ts'
import { chatAccountOf } from './chat-account.ts'
import type { WayOrder } from './errands.ts'
import { newWayToken } from './way-token.ts'

export type MakeWaysAnswer =
  | { readonly outcome: 'ordered'; readonly count: number; readonly label: string }
  | { readonly outcome: 'which_person'; readonly people: readonly Occupant[] }
  | { readonly outcome: 'no_such_place' | 'not_allowed' | 'nobody' | 'no_steward' }

interface WayPlace {
  readonly scope: 'unit' | 'room'
  readonly buildingCode: string
  readonly unitCode: string
  readonly label: string
  readonly roomId?: string
  readonly person?: Occupant
}

const A_DAY_MS = 86_400_000

/** `place` is 3栋, 3栋2单元 or 3-2-501; a building gets a code for each unit, a room one for a person of it. */
export async function makeWays(
  work: Work,
  wish: { readonly place: string; readonly name?: string | undefined },
): Promise<MakeWaysAnswer> {
  const { actor } = work
  if (actor.kind !== 'staff') return { outcome: 'not_allowed' }
  const read = await readAudience(work, actor.projectId, wish.place)
  const [part] = 'audience' in read ? read.audience.parts : []
  if (!part || part.scope === 'project' || part.scope === 'tag') return { outcome: 'no_such_place' }
  const at = { projectId: actor.projectId, buildingCode: part.building }
  if (!(await deciderFor(work, at))) return { outcome: 'not_allowed' }
  const steward = await stewardOf(work, at)
  if (!steward) return { outcome: 'no_steward' }
  const places =
    part.scope === 'room' ? await roomPlace(work, part, wish.name) : await units(work, actor, part)
  if (!Array.isArray(places)) return places
  const batchId = work.newId()
  for (const place of places) await orderWay(work, { actor, steward, place, batchId })
  return { outcome: 'ordered', count: places.length, label: wish.place.trim() }
}

async function stewardOf(
  work: Work,
  { projectId, buildingCode }: { readonly projectId: string; readonly buildingCode: string },
): Promise<StaffMember | undefined> {
  const stewards = await houseStaff(work.tx, projectId, ['steward'])
  return stewards.find(({ areas }) => areas.includes(buildingCode)) ?? stewards[0]
}

async function units(
  work: Work,
  { projectId }: StaffActor,
  part: Extract<AudiencePart, { scope: 'building' | 'unit' }>,
): Promise<WayPlace[]> {
  const query = work.tx
    .selectFrom('unit')
    .innerJoin('building', 'building.id', 'unit.buildingId')
    .select(['unit.code as unitCode', 'building.code as buildingCode', 'building.name'])
    .where('building.projectId', '=', projectId)
    .where('building.code', '=', part.building)
    .orderBy('unit.code')
  const rows = await (part.scope === 'unit'
    ? query.where('unit.code', '=', part.unit)
    : query
  ).execute()
  return rows.map(({ name, ...codes }) => ({
    ...codes,
    scope: 'unit' as const,
    label: `${name}${codes.unitCode}单元`,
  }))
}

async function roomPlace(
  work: Work,
  part: Extract<AudiencePart, { scope: 'room' }>,
  name: string | undefined,
): Promise<WayPlace[] | MakeWaysAnswer> {
  const room = await roomById(work, part.roomId)
  const all = await occupantsOf(work, room.id)
  const people = name ? all.filter((one) => sameName(one.name, name)) : all
  const [person, ...others] = people
  if (!person) return { outcome: 'nobody' }
  if (others.length > 0) return { outcome: 'which_person', people }
  const [buildingCode = '', unitCode = ''] = room.code.split('-')
  return [{ scope: 'room', buildingCode, unitCode, label: room.label, roomId: room.id, person }]
}

async function orderWay(
  work: Work,
  making: {
    readonly actor: StaffActor
    readonly steward: StaffMember
    readonly place: WayPlace
    readonly batchId: string
  },
): Promise<void> {
  const { actor, steward, batchId } = making
  const { person, ...place } = making.place
  const { corpId, projectId } = actor
  const id = newWayToken()
  const expiresAt = new Date(work.now.getTime() + work.rules.contacts.room_code_days * A_DAY_MS)
  await work.tx
    .insertInto('contact_way')
    .values({
      ...{ id, corpId, projectId, batchId, ...place },
      ...(person && { personId: person.personId, relation: person.relation, expiresAt }),
      userId: steward.userId,
      madeBy: actor.staffId,
      state: 'ordered',
      createdAt: work.now,
    })
    .execute()
  const openKfId = await chatAccountOf(work.tx, { corpId, projectId })
  const remark = [...place.label].slice(0, 30).join('')
  const order: WayOrder = {
    id,
    userId: steward.userId,
    remark,
    openKfId,
  }
  await orderErrand(work, { errand: 'contacts.make_way', key: id, corpId, projectId, order })
  await audit(work, {
    action: 'contacts.make-code',
    subject: { kind: 'contact-way', id },
    corpId,
    projectId,
    detail: { label: place.label, scope: place.scope, personId: person?.personId ?? null },
  })
}
