/** Who would be told by whom, and who would not: the preview of a notice, and what its sending freezes. */
import { sql } from 'kysely'
import { estateDay, estateInstant } from '../residents/estate-day.ts'
import type { Work } from '../work.ts'
import type { Audience } from './audience.ts'
import { type PlannedGroup, planGroups } from './groups.ts'
import { type NoticePerson, peopleOf } from './people-of.ts'

/** The member who sends it to some of them. */
interface PlannedSteward {
  /** In the directory, in small letters. */
  readonly userId: string
  readonly staffId: string
  readonly name: string
  readonly people: readonly NoticePerson[]
}

export interface Plan {
  /** Told together, in groups their stewards have made. */
  readonly groups: readonly PlannedGroup[]
  readonly stewards: readonly PlannedSteward[]
  /** No customer of any steward of the project. */
  readonly noContact: readonly NoticePerson[]
  /** Had as many notices this month as the rules allow. */
  readonly overCap: readonly NoticePerson[]
}

export interface Planning {
  readonly corpId: string
  readonly projectId: string
  readonly audience: Audience
}

export async function planNotice(work: Work, planning: Planning): Promise<Plan> {
  const { corpId, projectId, audience } = planning
  const everybody = await peopleOf(work, projectId, audience)
  const groups = await planGroups(work, planning, everybody)
  const inGroups = new Set(groups.flatMap((group) => group.people.map(({ personId }) => personId)))
  const people = everybody.filter(({ personId }) => !inGroups.has(personId))
  const stewards = await stewardsOf(work, corpId, projectId)
  const counts = await countsOfMonth(work, corpId)
  const isFull = (id: string) => (counts.get(id) ?? 0) >= work.rules.notices.per_month
  const plan = { noContact: [] as NoticePerson[], overCap: [] as NoticePerson[] }
  const parts = new Map<string, GrowingPart>()
  for (const person of people) {
    const id = person.externalUserId ?? ''
    const steward = stewardFor(stewards.get(id) ?? [], person.buildingCode)
    if (!steward) plan.noContact.push(person)
    else if (isFull(id)) plan.overCap.push(person)
    else partOf(parts, steward).people.push(person)
  }
  return { ...plan, groups, stewards: [...parts.values()] }
}

/** The steward of the building, else the one who had the latest contact. */
function stewardFor(following: readonly Following[], building: string): Following | undefined {
  return following.find(({ areas }) => areas.includes(building)) ?? following[0]
}

interface GrowingPart extends PlannedSteward {
  readonly people: NoticePerson[]
}

function partOf(parts: Map<string, GrowingPart>, { userId, staffId, name }: Following) {
  const part = parts.get(userId) ?? { userId, staffId, name, people: [] }
  parts.set(userId, part)
  return part
}

interface Following {
  readonly userId: string
  readonly staffId: string
  readonly name: string
  readonly areas: readonly string[]
}

/** The members of the project each person is a customer of, the latest first. */
async function stewardsOf(work: Work, corpId: string, projectId: string) {
  const rows = await work.tx
    .selectFrom('contact')
    .innerJoin('staff', (join) =>
      join
        .onRef('staff.corpId', '=', 'contact.corpId')
        .on(sql`lower(staff."userId")`, '=', sql.ref('contact.userId')),
    )
    .select(['contact.externalUserId', 'contact.userId'])
    .select(['staff.id as staffId', 'staff.name', 'staff.areas'])
    .where('contact.corpId', '=', corpId)
    .where('staff.projectId', '=', projectId)
    .where('staff.leftAt', 'is', null)
    .orderBy('contact.addedAt', 'desc')
    .orderBy('contact.userId')
    .execute()
  const found = new Map<string, Following[]>()
  for (const { externalUserId, ...steward } of rows)
    found.set(externalUserId, [...(found.get(externalUserId) ?? []), steward])
  return found
}

/** What each owner got this month, or will have got when the stewards have sent what waits for them. */
async function countsOfMonth(work: Work, corpId: string): Promise<ReadonlyMap<string, number>> {
  const since = estateInstant(`${estateDay(work.now).slice(0, 7)}-01`, '00:00')
  const rows = await work.tx
    .selectFrom('notice_recipient')
    .innerJoin('notice', 'notice.id', 'notice_recipient.noticeId')
    .select('notice_recipient.externalUserId')
    .select((select) => select.fn.countAll<string>().as('had'))
    .where('notice.corpId', '=', corpId)
    .where('notice.startedAt', '>=', since)
    .where('notice_recipient.state', 'in', ['unsent', 'sent'])
    .groupBy('notice_recipient.externalUserId')
    .execute()
  return new Map(rows.map(({ externalUserId, had }) => [externalUserId ?? '', Number(had)]))
}
