/** The page: the clock on top, hints, and three phones on the table. */

import { Clock, ClockButtons, type ClockProps } from './clock.tsx'
import { MemberPhone, OwnerPhone, type PhoneProps } from './phones.tsx'
import type { MemberScreen, OwnerScreen } from './screens.ts'
import type { SlotName, Table } from './slots.ts'

export interface DocumentProps extends PhoneProps {
  readonly clock: ClockProps
  readonly screens: {
    readonly owner: OwnerScreen | undefined
    readonly staff: MemberScreen | undefined
    readonly lead: MemberScreen | undefined
  }
  /** Sentences an owner may try. */
  readonly hints: readonly string[]
}

/** htmx must neither write styles into the page nor evaluate anything: the page's policy forbids both. */
const HTMX = JSON.stringify({
  includeIndicatorStyles: false,
  allowEval: false,
  allowScriptTags: false,
  historyEnabled: false,
})

export function Document(props: DocumentProps) {
  const { state, table, clock, screens } = props
  return (
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="htmx-config" content={HTMX} />
        <title>{`${state.corp.name} · 沙盒`}</title>
        <link rel="icon" href="/sandbox/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/sandbox/assets/page.css" />
        <link rel="stylesheet" href="/sandbox/assets/phone.css" />
        <link rel="stylesheet" href="/sandbox/assets/chat.css" />
        <script src="/sandbox/assets/htmx.min.js" defer />
        <script src="/sandbox/assets/sandbox.js" defer />
      </head>
      <body data-tab={table.tab}>
        <header class="top-bar">
          <p class="brand">
            <img src="/sandbox/assets/icon.svg" alt="" />
            <span>
              管家沙盒
              <small>{state.corp.name}</small>
            </span>
            {table.lead && (
              <a
                class="console-link"
                href={`/sandbox/console?as=${encodeURIComponent(table.lead.id)}`}
                target="_blank"
                rel="noopener"
              >
                工单看板
              </a>
            )}
          </p>
          <Clock {...clock} />
          <ClockButtons />
        </header>
        <Hints {...props} />
        <SlotTabs table={table} />
        <main class="table">
          <OwnerPhone {...props} screen={screens.owner} />
          <MemberPhone {...props} slot="staff" caption="师傅 · 企业微信" screen={screens.staff} />
          <MemberPhone {...props} slot="lead" caption="经理 · 企业微信" screen={screens.lead} />
        </main>
        <dialog class="photo-view">
          <img src="data:," alt="照片" />
        </dialog>
        <p class="toast" role="alert" hidden />
      </body>
    </html>
  )
}

function Hints({ table, hints }: DocumentProps) {
  if (!table.owner || hints.length === 0) return null
  return (
    <form
      class="hints"
      hx-post={`/sandbox/phones/owners/${encodeURIComponent(table.owner.id)}`}
      hx-swap="none"
    >
      <span class="hints__label">试试看</span>
      {hints.map((hint) => (
        <button class="hint" type="submit" name="text" value={hint}>
          {hint}
        </button>
      ))}
    </form>
  )
}

const TABS: readonly (readonly [SlotName, string])[] = [
  ['owner', '业主'],
  ['staff', '师傅'],
  ['lead', '经理'],
]

/** Where only one phone has room, these choose it. */
function SlotTabs({ table }: { readonly table: Table }) {
  return (
    <nav class="slot-tabs">
      {TABS.map(([slot, label]) => (
        <button
          class={table.tab === slot ? 'slot-tab slot-tab--here' : 'slot-tab'}
          type="button"
          data-slot-tab={slot}
        >
          {label}
          <small>{table[slot]?.name ?? ''}</small>
        </button>
      ))}
    </nav>
  )
}
