/** Who a message of an app reaches, and who it does not (wecom.md 5.1). */
import type { CorpApp } from '../corp.ts'
import { departmentsOf, sees, withAllBelow } from '../directory/departments.ts'
import { text } from '../fields.ts'
import type { JsonObject } from '../json.ts'
import { findMember } from '../phones.ts'
import { need } from '../refused.ts'
import type { MemberRow } from '../store/rows.ts'
import type { World } from '../world.ts'

export interface Receivers {
  readonly members: readonly MemberRow[]
  /** In lower case, as the platform gives them back, joined by a bar. */
  readonly invaliduser: string
  readonly invalidparty: string
  readonly invalidtag: string
  /** Whom no app reaches, as they have no interface licence. */
  readonly unlicenseduser: string
}

/**
 * Refuses with 82001 when nobody is named, 40032 for more than 1000 members, 82002 and 82003 for more than
 * 100 parties or tags, 81013 when nobody named can be reached. This corp has no tags.
 */
export function readReceivers(world: World, app: CorpApp, body: JsonObject): Receivers {
  const users = split(text(body, 'touser'))
  const parties = split(text(body, 'toparty'))
  const tags = split(text(body, 'totag'))
  need(users.length + parties.length + tags.length > 0, 82001, 'no receivers')
  if (users.includes('@all')) return everybody(world, app)
  need(users.length <= 1000, 40032, 'more than 1000 users')
  need(parties.length <= 100, 82002, 'more than 100 parties')
  need(tags.length <= 100, 82003, 'more than 100 tags')
  const inParties = parties.map((party) => inSight(world, app, membersOf(world, Number(party))))
  const known = [...new Set([...knownMembers(world, app, users), ...inParties.flat()])]
  const invalid = users.filter((user) => knownMembers(world, app, [user]).length === 0)
  return {
    ...reachable(known),
    invaliduser: lowerCased(invalid),
    invalidparty: parties.filter((_, n) => inParties[n]?.length === 0).join('|'),
    invalidtag: tags.join('|'),
  }
}

/** Everybody in the app's sight. */
function everybody(world: World, app: CorpApp): Receivers {
  const members = inSight(world, app, [...world.tables.members.all()])
  return { ...reachable(members), invaliduser: '', invalidparty: '', invalidtag: '' }
}

/** Those an app may write to; without a licence nobody is reached by the interface. */
function reachable(known: readonly MemberRow[]): Pick<Receivers, 'members' | 'unlicenseduser'> {
  const members = known.filter(({ unlicensed }) => !unlicensed)
  need(members.length > 0, 81013, 'no receiver can be reached')
  const unlicensed = known.filter((member) => member.unlicensed)
  return { members, unlicenseduser: lowerCased(unlicensed.map(({ id }) => id)) }
}

/** The members that exist and are in the app's sight, each once. */
function knownMembers(world: World, app: CorpApp, userIds: readonly string[]): MemberRow[] {
  return inSight(
    world,
    app,
    userIds.flatMap((id) => findMember(world.tables, id) ?? []),
  )
}

/** Of these, those that are not switched off and that the app may see, each once. */
function inSight(world: World, app: CorpApp, members: readonly MemberRow[]): MemberRow[] {
  const seen = members.filter((one) => !one.disabled && sees(world, app.agentId, one))
  return [...new Set(seen)]
}

/** The members of a party and of all below it. */
export function membersOf(world: World, party: number): MemberRow[] {
  const within = withAllBelow(world, [party])
  return [...world.tables.members.all()].filter((one) =>
    departmentsOf(one).some((id) => within.has(id)),
  )
}

function lowerCased(userIds: readonly string[]): string {
  return userIds.map((id) => id.toLowerCase()).join('|')
}

function split(joined: string): string[] {
  return joined.split('|').filter((id) => id !== '')
}
