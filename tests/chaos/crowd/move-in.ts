/** Brings the crowd in: its homes and staff by the import command, its accounts bound as if each had redeemed a code. */
import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Address, conversationIdOf } from '../../../src/channels/channel.ts'
import { readDataKey } from '../../../src/database/data-key.ts'
import { openSeals } from '../../../src/database/sealed.ts'
import { activateBinding } from '../../../src/desk/residents/activate-binding.ts'
import { currentConsent } from '../../../src/desk/residents/consent.ts'
import { estateDay } from '../../../src/desk/residents/estate-day.ts'
import { findRoom } from '../../../src/desk/residents/find-rooms.ts'
import { occupantsOf } from '../../../src/desk/residents/occupants.ts'
import { readRules } from '../../../src/desk/rules.ts'
import type { Work } from '../../../src/desk/work.ts'
import { estateBook, readEstate } from '../../../src/sandbox/estate.ts'
import type { TestDesk } from '../../support/app/desk-on-database.ts'
import { recordingNotifier } from '../../support/recording-notifier.ts'
import { type CrowdEstate, type CrowdOwner, grownEstate } from './crowd-estate.ts'

export interface CrowdSize {
  readonly owners: number
  readonly technicians: number
}

/** The desk must be open: it brought the demo's own people in. */
export async function moveIn(desk: TestDesk, size: CrowdSize): Promise<CrowdEstate> {
  const crowd = grownEstate(await readEstate(), size.owners, size.technicians)
  const { control } = desk.platform()
  const { now } = await control.state()
  const book = join(desk.dataDir, 'crowd.xlsx')
  await writeFile(book, await estateBook(crowd.estate, estateDay(new Date(now))))
  await desk.command('import', book, '--project', crowd.estate.project.name)
  await control.putPeople({
    owners: crowd.owners.map(({ id, name, room }) => ({ id, name, rooms: [room] })),
    members: crowd.technicians.map((id) => ({
      id,
      name: id,
      title: '维修工',
      roles: ['technician'],
    })),
  })
  await bindAll(desk, crowd.owners, new Date(now))
  return crowd
}

async function bindAll(desk: TestDesk, owners: readonly CrowdOwner[], now: Date): Promise<void> {
  const { owners: phones, corp } = await desk.platform().control.state()
  const userIds = new Map(phones.map(({ id, externalUserId }) => [id, externalUserId]))
  const account = corp.kfAccounts[0]?.openKfId ?? ''
  const rules = await readRules()
  const seals = openSeals(await readDataKey(null, desk.dataDir))
  const project = await desk.db.selectFrom('project').select('id').executeTakeFirstOrThrow()
  const links = { ticketPage: () => '', ownTicket: () => '' }
  await desk.db.transaction().execute(async (tx) => {
    const work: Work = {
      ...{ tx, now, rules, seals, links, newId: randomUUID, tell: recordingNotifier() },
      actor: { kind: 'system', name: 'chaos' },
    }
    for (const owner of owners) {
      const user = userIds.get(owner.id) ?? ''
      const address: Address = { corpId: corp.corpId, channel: 'wecom-kf', account, user }
      await bind(work, project.id, address, owner)
    }
  })
}

async function bind(work: Work, projectId: string, address: Address, owner: CrowdOwner) {
  const room = await findRoom(work, projectId, owner.room)
  const people = room ? await occupantsOf(work, room.id) : []
  const person = people.find(({ name }) => name === owner.name)
  if (!room || !person) throw new Error(`${owner.name} does not live in ${owner.room}`)
  const conversationId = conversationIdOf(address)
  const { corpId, channel, account, user: userId } = address
  await work.tx
    .insertInto('conversation')
    .values({ id: conversationId, corpId, channel, account, userId, createdAt: work.now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await activateBinding(work, {
    ...{ projectId, conversationId, personId: person.personId, name: person.name },
    ...{ roomId: room.id, relation: person.relation, source: 'CODE', decidedBy: 'chaos' },
    account: { corpId, channel, userId },
    consent: currentConsent(work.rules.residents),
  })
}
