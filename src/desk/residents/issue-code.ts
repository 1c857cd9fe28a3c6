/** A steward gives a person of a room the code that binds a chat account at once. */
import { sql } from 'kysely'
import { audit } from '../audit/audit.ts'
import { DeskError } from '../errors.ts'
import type { Work } from '../work.ts'
import { type FoundRoom, findRoom } from './find-rooms.ts'
import { deciderFor } from './may-decide.ts'
import { type Occupant, occupantsOf, sameName } from './occupants.ts'
import { RELATION_WORDS, type Relation } from './relations.ts'

const MOST_TRIES = 100

interface IssuedCode {
  readonly outcome: 'issued'
  readonly code: string
  readonly minutes: number
  readonly roomLabel: string
  readonly name: string
  readonly relation: Relation
}

export type IssueAnswer =
  | IssuedCode
  | { readonly outcome: 'no_such_room' | 'not_allowed' | 'nobody' | 'no_such_person' }
  | { readonly outcome: 'which_person'; readonly people: readonly Occupant[] }

/**
 * Issues a code for the named person, or for the only one of the room when no name is given. Older codes of
 * the same person and room die. `newCode` gives six random digits.
 */
export async function issueCode(
  work: Work,
  wish: { readonly room: string; readonly name?: string | undefined },
  newCode: () => string,
): Promise<IssueAnswer> {
  if (work.actor.kind !== 'staff') return { outcome: 'not_allowed' }
  const { projectId, corpId } = work.actor
  const room = await findRoom(work, projectId, wish.room)
  if (!room) return { outcome: 'no_such_room' }
  const staff = await deciderFor(work, { projectId, buildingCode: room.buildingCode })
  if (!staff) return { outcome: 'not_allowed' }
  const chosen = chooseOccupant(await occupantsOf(work, room.id), wish.name)
  if (chosen.outcome !== 'chosen') return chosen
  const { person } = chosen
  const code = await keepCode(work, { corpId, projectId, room, person }, newCode)
  await audit(work, {
    action: 'binding.issue-code',
    subject: { kind: 'room', id: room.id },
    corpId,
    projectId,
    detail: { room: room.code, personId: person.personId, relation: person.relation },
  })
  const { minutes } = work.rules.residents.code
  const { name, relation } = person
  return { outcome: 'issued', code, minutes, roomLabel: room.label, name, relation }
}

type Choice =
  | { readonly outcome: 'chosen'; readonly person: Occupant }
  | { readonly outcome: 'nobody' | 'no_such_person' }
  | { readonly outcome: 'which_person'; readonly people: readonly Occupant[] }

/** Two people of one name in a room need another way: the register must tell them apart first. */
function chooseOccupant(people: readonly Occupant[], name: string | undefined): Choice {
  if (people.length === 0) return { outcome: 'nobody' }
  const fitting = name ? people.filter((one) => sameName(one.name, name)) : people
  const [first, ...others] = fitting
  if (!first) return { outcome: 'no_such_person' }
  return others.length === 0
    ? { outcome: 'chosen', person: first }
    : { outcome: 'which_person', people: fitting }
}

interface CodeFor {
  readonly corpId: string
  readonly projectId: string
  readonly room: FoundRoom
  readonly person: Occupant
}

/** Issuers of one company wait for each other, so that no two living codes are equal. */
async function keepCode(work: Work, wish: CodeFor, newCode: () => string): Promise<string> {
  const { corpId, projectId, room, person } = wish
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`binding-codes/${corpId}`}, 0))`.execute(
    work.tx,
  )
  await work.tx
    .updateTable('binding_code')
    .set({ expiresAt: work.now })
    .where('personId', '=', person.personId)
    .where('roomId', '=', room.id)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', work.now)
    .execute()
  const code = await unusedCode(work, corpId, newCode)
  await work.tx
    .insertInto('binding_code')
    .values({
      id: work.newId(),
      corpId,
      projectId,
      personId: person.personId,
      roomId: room.id,
      relation: person.relation,
      codeHash: codeHash(work, corpId, code),
      issuedBy: work.actor.kind === 'staff' ? work.actor.staffId : work.actor.kind,
      issuedAt: work.now,
      expiresAt: new Date(work.now.getTime() + work.rules.residents.code.minutes * 60_000),
    })
    .execute()
  return code
}

async function unusedCode(work: Work, corpId: string, newCode: () => string): Promise<string> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const code = newCode()
    const living = await work.tx
      .selectFrom('binding_code')
      .select('id')
      .where('corpId', '=', corpId)
      .where('codeHash', '=', codeHash(work, corpId, code))
      .where('usedAt', 'is', null)
      .where('expiresAt', '>', work.now)
      .executeTakeFirst()
    if (!living) return code
  }
  throw new DeskError('no-free-code', `No unused code after ${MOST_TRIES} tries`)
}

/** Keyed, and different for every company: the table alone does not tell a code. */
export function codeHash(work: Work, corpId: string, code: string): string {
  return work.seals.hash(`binding-code/${corpId}/${code}`)
}

/** What a menu of people shows. */
export function personTitle(person: Occupant): string {
  return `${person.name}（${RELATION_WORDS[person.relation]}）`
}
