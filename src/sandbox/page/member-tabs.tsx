/** The tabs of a member's phone: the app, the group, and for servicers the chats of owners. */
import type { MemberScreen } from './screens.ts'

export function MemberTabs(props: { readonly screen: MemberScreen; readonly isUpdate?: boolean }) {
  const { slot, member, view, counts } = props.screen
  const tabs = [
    { view: 'app', label: '工单应用', count: counts.app },
    { view: 'group', label: '值班群', count: counts.group },
    ...(member.servicing === 'none'
      ? []
      : [{ view: 'chats', label: '客服会话', count: counts.chats }]),
  ]
  return (
    <nav
      class="tabs"
      id={`tabs-${slot}`}
      data-person={member.id}
      hx-swap-oob={props.isUpdate ? 'true' : undefined}
    >
      {tabs.map((tab) => {
        const isHere = view === tab.view || (tab.view === 'chats' && view.startsWith('chat:'))
        return (
          <a
            class={isHere ? 'tabs__tab tabs__tab--here' : 'tabs__tab'}
            href={`?${slot}View=${tab.view}`}
            data-view
            data-tab={tab.view}
            data-count={tab.count}
          >
            {tab.label}
            {tab.view === 'chats' && tab.count > 0 && <b class="tabs__badge">{tab.count}</b>}
          </a>
        )
      })}
    </nav>
  )
}
