/** Puts the demo estate into the desk's own tables, once: imported like any book, with some accounts already bound. */
import { type Address, conversationIdOf } from '../channels/channel.ts'
import type { WorkMaker } from '../conversation/work-maker.ts'
import { asOneProcess } from '../database/one-process.ts'
import type { Database } from '../database/open-database.ts'
import { type ImportDeps, importBook } from '../desk/register/import-book.ts'
import { setProjectPhones } from '../desk/register/project-phones.ts'
import { activateBinding } from '../desk/residents/activate-binding.ts'
import { currentConsent } from '../desk/residents/consent.ts'
import { estateDay } from '../desk/residents/estate-day.ts'
import { findRoom } from '../desk/residents/find-rooms.ts'
import { occupantsOf } from '../desk/residents/occupants.ts'
import type { Work } from '../desk/work.ts'
import { type Estate, estateBook } from './estate.ts'

export interface SeedDeps {
  readonly db: Database
  /** Of the same database. */
  readonly url: string
  readonly clock: { now(): Date }
  readonly importing: ImportDeps
  readonly makeWork: WorkMaker
  readonly estate: Estate
  readonly corpId: string
  /** The customer-service account owners write to. */
  readonly openKfId: string
  /** The platform's id of each owner, by the id in the estate. */
  readonly externalUserIds: ReadonlyMap<string, string>
}

/**
 * Does nothing when all of it is there already; a start that was killed half-way is completed by the next. Of
 * processes that start together one does it, the others wait.
 */
export function seedEstate(deps: SeedDeps): Promise<void> {
  return asOneProcess(deps.url, 'sandbox', () => seedAlone(deps))
}

async function seedAlone(deps: SeedDeps): Promise<void> {
  const { db, corpId, estate, clock } = deps
  // The phones are written last, together with the bound accounts.
  const complete = await db
    .selectFrom('project')
    .select('id')
    .where('corpId', '=', corpId)
    .where('servicePhone', 'is not', null)
    .executeTakeFirst()
  if (complete) return
  const bytes = await estateBook(estate, estateDay(clock.now()))
  const answer = await importBook(deps.importing, {
    corpId,
    file: { name: 'demo.xlsx', bytes },
    projectName: estate.project.name,
  })
  const { project, errors } = answer
  if (answer.outcome === 'refused' || !project) {
    throw new Error(`The demo estate was refused: ${JSON.stringify(errors.slice(0, 5))}`)
  }
  await db.transaction().execute(async (tx) => {
    const { service_phone: servicePhone, emergency_phone: emergencyPhone } = estate.project
    await setProjectPhones(tx, project.id, { servicePhone, emergencyPhone })
    const work = deps.makeWork(tx, { kind: 'system', name: 'demo' })
    for (const resident of estate.residents.filter(({ bound }) => bound)) {
      for (const room of resident.rooms) await bind(deps, work, project.id, { ...resident, room })
    }
  })
}

async function bind(
  { corpId, openKfId, externalUserIds }: SeedDeps,
  work: Work,
  projectId: string,
  resident: { readonly id: string; readonly name: string; readonly room: string },
): Promise<void> {
  const room = await findRoom(work, projectId, resident.room)
  const people = room ? await occupantsOf(work, room.id) : []
  const person = people.find(({ name }) => name === resident.name)
  const userId = externalUserIds.get(resident.id)
  if (!room || !person || !userId) throw new Error(`The demo has no ${resident.id} at home`)
  const address = { corpId, channel: 'wecom-kf', account: openKfId, user: userId } as const
  const conversationId = conversationIdOf(address)
  // Whoever is bound has written once: others of the home may be told something there.
  await work.tx
    .insertInto('conversation')
    .values({ id: conversationId, ...rowOf(address), createdAt: work.now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await activateBinding(work, {
    account: { corpId, channel: address.channel, userId },
    projectId,
    conversationId,
    personId: person.personId,
    name: person.name,
    roomId: room.id,
    relation: person.relation,
    source: 'CODE',
    consent: currentConsent(work.rules.residents),
    decidedBy: 'demo',
  })
}

function rowOf({ corpId, channel, account, user }: Address) {
  return { corpId, channel, account, userId: user }
}
