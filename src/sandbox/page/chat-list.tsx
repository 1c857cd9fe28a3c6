/** The part of a phone that is drawn anew whenever something changed: the chat, with the tabs beside it. */
import type { PlatformState } from '../control-client.ts'
import type { OwnerRow } from '../platform/store/rows.ts'
import { Avatar, SignAvatar } from './avatar.tsx'
import { Bubbles } from './bubbles.tsx'
import { MemberTabs } from './member-tabs.tsx'
import { PhoneOfMember } from './rich-text.tsx'
import type { MemberScreen, OwnerScreen, Screen } from './screens.ts'

export interface ChatListProps {
  readonly screen: Screen
  readonly state: PlatformState
  readonly now: Date
}

/** Asks for itself every second, and at once after anything was done on the page. */
export function ChatList(props: ChatListProps) {
  const { screen } = props
  const person = screen.kind === 'owner' ? screen.owner.id : screen.member.id
  const view = screen.kind === 'owner' ? 'app' : screen.view
  const query = new URLSearchParams({ person, view, seen: screen.mark })
  return (
    <div
      class="chat__list"
      hx-get={`/sandbox/screens/${screen.slot}?${query}`}
      hx-trigger="every 1s, sandbox-changed from:body"
      hx-swap="outerHTML"
    >
      {screen.kind === 'owner' ? (
        <OwnerChat {...props} screen={screen} />
      ) : (
        <PhoneOfMember.Provider value={screen.member.id}>
          <MemberChat {...props} screen={screen} />
        </PhoneOfMember.Provider>
      )}
    </div>
  )
}

/** The list again, with its tabs replaced in their own place. */
export function ChatUpdate(props: ChatListProps) {
  return (
    <>
      <ChatList {...props} />
      {props.screen.kind === 'member' && <MemberTabs screen={props.screen} isUpdate />}
    </>
  )
}

function OwnerChat({ screen, state, now }: ChatListProps & { readonly screen: OwnerScreen }) {
  const { owner, rows } = screen
  const url = `/sandbox/phones/owners/${encodeURIComponent(owner.id)}`
  const account = state.corp.kfAccounts[0]?.name ?? ''
  return (
    <Bubbles
      rows={rows}
      now={now}
      own="owner"
      avatarOf={(row) =>
        row.from === 'owner' ? <OwnerAvatar owner={owner} /> : deskAvatar(state, row)
      }
      nameAbove={(row) => row.servicer}
      content={{ menuUrl: url, cardSource: '' }}
      opening={rows.length === 0 && <Opening url={url} account={account} />}
    />
  )
}

function Opening({ url, account }: { readonly url: string; readonly account: string }) {
  return (
    <form class="opening" hx-post={url} hx-swap="none">
      <SignAvatar sign="desk" />
      <p>还没有和「{account}」说过话</p>
      <button class="opening__button" type="submit" name="enter" value="true">
        打开会话
      </button>
    </form>
  )
}

function MemberChat({ screen, state, now }: ChatListProps & { readonly screen: MemberScreen }) {
  const { member, view, rows } = screen
  const common = { rows, now }
  if (view === 'chats') return <ChatLines screen={screen} />
  if (view === 'group') {
    const robot = state.corp.robots[0]?.name ?? ''
    return (
      <Bubbles
        {...common}
        own="member"
        avatarOf={() => <SignAvatar sign="robot" />}
        nameAbove={() => '群机器人'}
        content={{ cardSource: robot, nameOf: (id) => memberName(state, id) }}
        opening={rows.length === 0 && <Empty words="群里还没有消息" />}
      />
    )
  }
  if (view !== 'app') return <ServedChat screen={screen} state={state} now={now} />
  return (
    <Bubbles
      {...common}
      own="member"
      avatarOf={(row) =>
        row.from === 'member' ? (
          <Avatar name={member.name} colour={member.colour} />
        ) : (
          <SignAvatar sign="app" />
        )
      }
      content={{
        cardSource: state.corp.apps[0]?.name ?? '',
        tapUrl: `/sandbox/members/${encodeURIComponent(member.id)}/taps`,
      }}
      opening={rows.length === 0 && <Empty words="暂时没有工单" />}
    />
  )
}

/** An owner's chat as the servicer sees it: the owner on the left. */
function ServedChat({ screen, state, now }: ChatListProps & { readonly screen: MemberScreen }) {
  const ownerId = screen.view.slice('chat:'.length)
  const owner = state.owners.find((candidate) => candidate.id === ownerId)
  if (!owner) return <Empty words="找不到这位业主" />
  return (
    <Bubbles
      rows={screen.rows}
      now={now}
      own="servicer"
      avatarOf={(row) => {
        if (row.from === 'owner') return <OwnerAvatar owner={owner} />
        if (row.from === 'desk') return <SignAvatar sign="desk" />
        return <Avatar name={screen.member.name} colour={screen.member.colour} />
      }}
      content={{ cardSource: '' }}
    />
  )
}

function ChatLines({ screen }: { readonly screen: MemberScreen }) {
  const { member, chats, slot } = screen
  if (chats.length === 0) return <Empty words="没有等待人工接待的业主" />
  return (
    <>
      {chats.map(({ owner, isMine }) => (
        <div class="chat-line">
          <OwnerAvatar owner={owner} />
          <a class="chat-line__name" href={`?${slot}View=chat:${owner.id}`} data-view>
            {owner.name}
            <small>{isMine ? '正在接待' : '等待接入'}</small>
          </a>
          <form
            hx-post={`/sandbox/members/${encodeURIComponent(member.id)}/chats/${encodeURIComponent(owner.id)}`}
            hx-swap="none"
          >
            <button class="chat-line__act" type="submit" name="act" value={isMine ? 'end' : 'take'}>
              {isMine ? '结束' : '接入'}
            </button>
          </form>
        </div>
      ))}
    </>
  )
}

function memberName(state: PlatformState, id: string): string {
  if (id === '@all') return '所有人'
  return state.members.find((member) => member.id.toLowerCase() === id.toLowerCase())?.name ?? id
}

function Empty({ words }: { readonly words: string }) {
  return <p class="chat__empty">{words}</p>
}

function OwnerAvatar({ owner }: { readonly owner: OwnerRow }) {
  return <Avatar name={owner.name} colour={owner.colour} />
}

function deskAvatar(state: PlatformState, { servicer }: { readonly servicer?: string }) {
  if (servicer === undefined) return <SignAvatar sign="desk" />
  const colour = state.members.find(({ name }) => name === servicer)?.colour ?? 7
  return <Avatar name={servicer} colour={colour} />
}
