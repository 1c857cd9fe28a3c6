/** What each phone shows, read from the platform; the mark tells whether it has changed since. */
import type { Chat, ControlClient, PhoneContents, PlatformState } from '../control-client.ts'
import type { BubbleRow, MemberRow, OwnerRow } from '../platform/store/rows.ts'
import { isSlot, type MemberView, type SlotName } from './slots.ts'

export interface OwnerScreen {
  readonly kind: 'owner'
  readonly slot: SlotName
  readonly owner: OwnerRow
  readonly rows: readonly BubbleRow[]
  readonly mark: string
}

export interface MemberScreen {
  readonly kind: 'member'
  readonly slot: SlotName
  readonly member: MemberRow
  readonly view: MemberView
  readonly rows: readonly BubbleRow[]
  readonly chats: readonly ChatLine[]
  /** How many bubbles each tab has: the page marks what nobody has looked at. */
  readonly counts: { readonly app: number; readonly group: number; readonly chats: number }
  readonly mark: string
}

interface ChatLine {
  readonly owner: OwnerRow
  readonly isMine: boolean
}

/** Only the newest are drawn: a chat of months must not slow the page. */
const DRAWN = 200

export type Screen = OwnerScreen | MemberScreen

/** The screen a page asks for; undefined when there is no such phone or person. */
export async function readScreen(
  source: Source,
  of: { readonly slot: string; readonly person: unknown; readonly view: MemberView },
): Promise<Screen | undefined> {
  const { slot, person, view } = of
  if (!isSlot(slot)) return undefined
  if (slot === 'owner') {
    const owner = source.state.owners.find(({ id }) => id === person)
    return owner && readOwnerScreen(source.control, slot, owner)
  }
  const member = source.state.members.find(({ id }) => id === person)
  return member && readMemberScreen(source, slot, member, view)
}

export interface Source {
  readonly control: ControlClient
  readonly state: PlatformState
}

export async function readOwnerScreen(
  control: ControlClient,
  slot: SlotName,
  owner: OwnerRow,
): Promise<OwnerScreen> {
  const { mark, messages } = await control.readPhone({ kind: 'owners', id: owner.id }, 0, DRAWN)
  return { kind: 'owner', slot, owner, rows: messages, mark }
}

/** Group and chats are read with every view: their tabs tell what is new in them. */
export async function readMemberScreen(
  { control, state }: Source,
  slot: SlotName,
  member: MemberRow,
  view: MemberView,
): Promise<MemberScreen> {
  const [app, group, chats] = await Promise.all([
    control.readPhone({ kind: 'members', id: member.id }, 0, DRAWN),
    readGroup(control, state),
    control.chats(member.id),
  ])
  const lines = chatLines(state, chats)
  const served = await readServed(control, view)
  const shown = view === 'group' ? group : view === 'app' ? app : served
  return {
    kind: 'member',
    slot,
    member,
    view,
    rows: shown.messages,
    chats: lines,
    counts: {
      app: app.messages.at(-1)?.n ?? 0,
      group: group.messages.at(-1)?.n ?? 0,
      chats: lines.filter((line) => !line.isMine).length,
    },
    mark: [app.mark, group.mark, served.mark, JSON.stringify(chats)].join('/'),
  }
}

const NOTHING: PhoneContents = { mark: '', messages: [] }

async function readGroup(control: ControlClient, state: PlatformState): Promise<PhoneContents> {
  return state.corp.robots.length > 0
    ? control.readPhone({ kind: 'robots', id: 0 }, 0, DRAWN)
    : NOTHING
}

async function readServed(control: ControlClient, view: MemberView): Promise<PhoneContents> {
  if (!view.startsWith('chat:')) return NOTHING
  return control.readPhone({ kind: 'owners', id: view.slice('chat:'.length) }, 0, DRAWN)
}

function chatLines(state: PlatformState, chats: readonly Chat[]): ChatLine[] {
  return chats.flatMap(({ ownerId, isMine }) => {
    const owner = state.owners.find((candidate) => candidate.id === ownerId)
    return owner ? [{ owner, isMine }] : []
  })
}
