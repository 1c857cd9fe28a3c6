/** Whom a control call is about. */
import { findMember } from '../phones.ts'
import type { MemberRow, OwnerRow } from '../store/rows.ts'
import type { World } from '../world.ts'
import { found } from './wrong-input.ts'

export function ownerAt(world: World, id = ''): OwnerRow {
  return found(world.tables.owners.get(id), 'owner')
}

export function memberAt(world: World, id = ''): MemberRow {
  return found(findMember(world.tables, id), 'member')
}

/** The account of `?account=`, the first one otherwise. */
export function accountAt(world: World, query: URLSearchParams): string {
  const wanted = query.get('account')
  const accounts = world.corp.kfAccounts
  const account =
    wanted === null ? accounts[0] : accounts.find(({ openKfId }) => openKfId === wanted)
  return found(account, 'account').openKfId
}
