/** The three phones: an owner's in the manner of WeChat, two members' in the manner of WeCom. */
import type { PlatformState } from '../control-client.ts'
import type { MemberRow, OwnerRow } from '../platform/store/rows.ts'
import { ChatList } from './chat-list.tsx'
import { Composer } from './composer.tsx'
import { Icon, StatusBar } from './icons.tsx'
import { MemberTabs } from './member-tabs.tsx'
import { type Person, PersonPicker } from './person-picker.tsx'
import type { MemberScreen, OwnerScreen } from './screens.ts'
import { type SlotName, type Table, tableHref } from './slots.ts'
import { hourMinute } from './words.ts'

export interface PhoneProps {
  readonly state: PlatformState
  readonly table: Table
  readonly now: Date
  readonly photos: readonly string[]
}

export function OwnerPhone(props: PhoneProps & { readonly screen: OwnerScreen | undefined }) {
  const { state, table, now, screen, photos } = props
  const account = state.corp.kfAccounts[0]?.name ?? ''
  return (
    <section class="phone phone--wechat" id="phone-owner" data-slot="owner">
      <PersonPicker
        caption="业主 · 微信"
        person={table.owner && ownerPerson(table, table.owner)}
        people={state.owners.map((owner) => ownerPerson(table, owner))}
      />
      <div class="device">
        <StatusBar time={hourMinute(now)} />
        <div class="nav-bar">
          <Icon name="back" />
          <h2 class="nav-bar__title">
            {account}
            <small>@{state.corp.name}</small>
          </h2>
          <Icon name="more" />
        </div>
        <div class="chat">{screen && <ChatList screen={screen} state={state} now={now} />}</div>
        {screen && (
          <Composer
            slot="owner"
            url={`/sandbox/phones/owners/${encodeURIComponent(screen.owner.id)}`}
            photos={photos}
            withFiles
            act={ENTER}
          />
        )}
      </div>
    </section>
  )
}

export interface MemberPhoneProps extends PhoneProps {
  readonly slot: Exclude<SlotName, 'owner'>
  readonly caption: string
  readonly screen: MemberScreen | undefined
}

export function MemberPhone(props: MemberPhoneProps) {
  const { state, table, now, slot, caption, screen } = props
  const member = table[slot]
  return (
    <section class="phone phone--wecom" id={`phone-${slot}`} data-slot={slot}>
      <PersonPicker
        caption={caption}
        person={member && memberPerson(table, slot, member)}
        people={state.members.map((other) => memberPerson(table, slot, other))}
      />
      <div class="device">
        <StatusBar time={hourMinute(now)} />
        <div class="nav-bar">
          <Icon name="back" />
          <h2 class="nav-bar__title">{title(state, screen)}</h2>
          <Icon name="more" />
        </div>
        {screen && <MemberTabs screen={screen} />}
        <div class="chat">{screen && <ChatList screen={screen} state={state} now={now} />}</div>
        {screen && <MemberComposer {...props} screen={screen} />}
      </div>
    </section>
  )
}

function title(state: PlatformState, screen: MemberScreen | undefined): string {
  if (screen?.view === 'group') return state.corp.robots[0]?.name ?? '值班群'
  if (screen?.view === 'chats') return '微信客服'
  if (screen?.view.startsWith('chat:')) {
    const owner = state.owners.find(({ id }) => screen.view === `chat:${id}`)
    return owner?.name ?? '业主'
  }
  return state.corp.apps[0]?.name ?? '应用'
}

const ENTER = { name: 'enter', value: 'true', label: '重新进入', icon: 'door' } as const
const END = { name: 'act', value: 'end', label: '结束会话', icon: 'end' } as const

/** In the group nobody is heard: a robot only speaks. */
function MemberComposer(props: MemberPhoneProps & { readonly screen: MemberScreen }) {
  const { slot, screen, photos } = props
  const id = encodeURIComponent(screen.member.id)
  if (screen.view === 'group') return <p class="composer composer--none">群机器人只发送，不接收</p>
  if (screen.view === 'chats') return null
  if (screen.view === 'app') {
    return (
      <Composer
        slot={slot}
        url={`/sandbox/phones/members/${id}`}
        photos={photos}
        withFiles={false}
        act={ENTER}
      />
    )
  }
  const ownerId = encodeURIComponent(screen.view.slice('chat:'.length))
  return (
    <Composer
      slot={slot}
      url={`/sandbox/members/${id}/chats/${ownerId}`}
      photos={photos}
      withFiles
      act={END}
    />
  )
}

function ownerPerson(table: Table, owner: OwnerRow): Person {
  const href = tableHref(table, { owner: owner.id, tab: 'owner' })
  const { id, name, colour } = owner
  return { id, name, colour, about: owner.rooms.join('、') || '未绑定房屋', href }
}

function memberPerson(table: Table, slot: 'staff' | 'lead', member: MemberRow): Person {
  const href = tableHref(table, { [slot]: member.id, [`${slot}View`]: 'app', tab: slot })
  const { id, name, colour, title: about } = member
  return { id, name, colour, about, href }
}
