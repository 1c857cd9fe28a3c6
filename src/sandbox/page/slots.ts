/** Which phones lie on the table: whose they are and what is open on them, kept in the page's address. */
import type { PlatformState } from '../control-client.ts'
import type { MemberRow, OwnerRow } from '../platform/store/rows.ts'

export type SlotName = 'owner' | 'staff' | 'lead'

/** What is open on a member's phone: the app's chat, the group's, the list of served chats, or one of them. */
export type MemberView = 'app' | 'group' | 'chats' | `chat:${string}`

export interface Table {
  readonly owner: OwnerRow | undefined
  readonly staff: MemberRow | undefined
  readonly lead: MemberRow | undefined
  readonly staffView: MemberView
  readonly leadView: MemberView
  /** Which phone is seen where only one has room. */
  readonly tab: SlotName
}

/** Reads the address; who is not named or not known is chosen by role. */
export function readTable(state: PlatformState, query: Readonly<Record<string, unknown>>): Table {
  const { owners, members } = state
  const named = (name: string) => members.find((member) => member.id === query[name])
  const staff = named('staff') ?? withRole(members, /tech|维修/i) ?? members[0]
  const others = members.filter((member) => member !== staff)
  return {
    owner: owners.find((owner) => owner.id === query['owner']) ?? owners[0],
    staff,
    lead: named('lead') ?? withRole(others, /manager|centre|经理/i) ?? others[0] ?? staff,
    staffView: readView(query['staffView']),
    leadView: readView(query['leadView']),
    tab: query['tab'] === 'staff' || query['tab'] === 'lead' ? query['tab'] : 'owner',
  }
}

/** The address of the table with something changed. */
export function tableHref(table: Table, change: Partial<Record<string, string>>): string {
  const query = new URLSearchParams({
    owner: table.owner?.id ?? '',
    staff: table.staff?.id ?? '',
    lead: table.lead?.id ?? '',
    staffView: table.staffView,
    leadView: table.leadView,
    tab: table.tab,
  })
  for (const [name, value] of Object.entries(change))
    if (value !== undefined) query.set(name, value)
  return `/sandbox?${query}`
}

export function readView(value: unknown): MemberView {
  if (value === 'group' || value === 'chats') return value
  return typeof value === 'string' && /^chat:./.test(value) ? (value as MemberView) : 'app'
}

export function isSlot(value: string): value is SlotName {
  return value === 'owner' || value === 'staff' || value === 'lead'
}

function withRole(members: readonly MemberRow[], role: RegExp): MemberRow | undefined {
  return members.find((member) => [...member.roles, member.title].some((name) => role.test(name)))
}
