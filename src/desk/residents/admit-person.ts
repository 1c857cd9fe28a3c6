/** Enters an approved applicant into the register: the person already known there, or a new one. */
import type { Work } from '../work.ts'
import { estateDay } from './estate-day.ts'
import { occupantsOf, sameName } from './occupants.ts'
import type { Relation } from './relations.ts'
import { rightsOf } from './rights.ts'

export interface Approved {
  readonly corpId: string
  readonly projectId: string
  readonly roomId: string
  readonly name: string
  readonly relation: Relation
  readonly phoneEnc: string
  readonly phoneHash: string
  readonly phoneLast4: string
}

export interface Admitted {
  readonly personId: string
  readonly name: string
  /** The register's word counts where the person is already in the room. */
  readonly relation: Relation
}

/**
 * Somebody of that name in the room is that person, whatever number they gave; else the person of the project
 * with this very name and number; else a new one. Only the last two get an occupancy, from today.
 */
export async function admitPerson(work: Work, claim: Approved): Promise<Admitted> {
  const people = await occupantsOf(work, claim.roomId)
  const named = people.filter((one) => sameName(one.name, claim.name))
  const there = named.find((one) => one.phoneHash === claim.phoneHash) ?? named[0]
  if (there) {
    if (there.phoneHash === null) await keepPhone(work, there.personId, claim)
    return { personId: there.personId, name: there.name, relation: there.relation }
  }
  const personId = (await knownPerson(work, claim)) ?? (await addPerson(work, claim))
  await work.tx
    .insertInto('occupancy')
    .values({
      id: work.newId(),
      projectId: claim.projectId,
      personId,
      roomId: claim.roomId,
      relation: claim.relation,
      validFrom: estateDay(work.now),
      validTo: null,
      ...rightsOf(work.rules.residents, claim.relation),
      source: 'apply',
      createdAt: work.now,
    })
    .execute()
  return { personId, name: claim.name, relation: claim.relation }
}

async function knownPerson(work: Work, claim: Approved): Promise<string | null> {
  const people = await work.tx
    .selectFrom('person')
    .select(['id', 'name'])
    .where('projectId', '=', claim.projectId)
    .where('phoneHash', '=', claim.phoneHash)
    .where('deletedAt', 'is', null)
    .orderBy('createdAt')
    .execute()
  return people.find((one) => sameName(one.name, claim.name))?.id ?? null
}

async function addPerson(work: Work, claim: Approved): Promise<string> {
  const id = work.newId()
  const { corpId, projectId, name, phoneEnc, phoneHash, phoneLast4 } = claim
  await work.tx
    .insertInto('person')
    .values({ id, corpId, projectId, name, phoneEnc, phoneHash, phoneLast4, createdAt: work.now })
    .execute()
  return id
}

async function keepPhone(work: Work, personId: string, claim: Approved): Promise<void> {
  const { phoneEnc, phoneHash, phoneLast4 } = claim
  await work.tx
    .updateTable('person')
    .set({ phoneEnc, phoneHash, phoneLast4 })
    .where('id', '=', personId)
    .execute()
}
