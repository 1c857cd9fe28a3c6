/** The page behind a card: what is broken, where, when, photos, how to reach the owner, what happened so far. */
import type { VNode } from 'preact'
import type { TicketSheet } from '../desk/tickets/ticket-sheet.ts'
import { renderPage } from './page.tsx'
import type { Say } from './say.ts'
import { Facts, History, Photos } from './ticket-parts.tsx'

export interface TicketPage {
  readonly sheet: TicketSheet
  readonly photos: readonly string[]
  /** Set once the phone was asked for, which the audit log has noted. */
  readonly revealed: string | null
  /** Where the button posts to. */
  readonly revealUrl: string
  /** Who looks. */
  readonly name: string
  readonly say: Say
}

export function renderTicketPage(page: TicketPage): string {
  const { sheet } = page
  return renderPage(
    sheet.number,
    <>
      <header class="sheet-head">
        <span class={sheet.urgent ? 'badge bg-red text-red-fg' : 'badge bg-azure text-azure-fg'}>
          {sheet.urgent ? '紧急' : sheet.stateWords}
        </span>
        <h1>{sheet.place}</h1>
        <p class="text-secondary">
          {sheet.number} · {sheet.category} · {sheet.stateWords}
        </p>
      </header>
      <section class="card">
        <div class="card-body">
          <p class="problem">{sheet.description}</p>
          <SheetFacts page={page} />
        </div>
      </section>
      {page.photos.length > 0 && <Photos urls={page.photos} />}
      <History history={sheet.history} />
      <LoggedIn page={page} />
    </>,
  )
}

function SheetFacts({ page }: { readonly page: TicketPage }): VNode {
  const { sheet } = page
  const rows = [
    ['预约', sheet.appointment],
    ['挂起', sheet.holdWords],
    ['时限', sheet.nextBy],
    ['联系人', sheet.contact],
  ] as const
  return <Facts rows={rows}>{sheet.phone !== '' && <Phone page={page} />}</Facts>
}

function Phone({ page }: { readonly page: TicketPage }): VNode {
  const { sheet, revealed, revealUrl } = page
  return (
    <div>
      <dt>电话</dt>
      <dd>
        {revealed ? (
          <a class="btn btn-primary" href={`tel:${revealed}`}>
            拨打 {revealed}
          </a>
        ) : (
          <form method="post" action={revealUrl}>
            {sheet.phone}{' '}
            <button type="submit" class="btn btn-sm">
              显示号码（会留记录）
            </button>
          </form>
        )}
      </dd>
    </div>
  )
}

function LoggedIn({ page: { name, say } }: { readonly page: TicketPage }): VNode {
  return (
    <form class="logged-in" method="post" action="/login/out">
      <span>{say('login.here', { name })}</span>
      <button type="submit" class="btn btn-sm btn-link">
        {say('login.log_out')}
      </button>
    </form>
  )
}
