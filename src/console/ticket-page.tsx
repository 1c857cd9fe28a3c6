/** The page behind a card: what is broken, where, when, photos, how to reach the owner, what happened so far. */
import type { VNode } from 'preact'
import type { TicketSheet } from '../desk/tickets/ticket-sheet.ts'
import { renderPage } from './page.tsx'
import type { Say } from './say.ts'
import {
  detailRows,
  Facts,
  History,
  PhoneFact,
  Photos,
  SitePhotos,
  type SitePhotoView,
} from './ticket-parts.tsx'

export interface TicketPage {
  readonly sheet: TicketSheet
  readonly photos: readonly string[]
  readonly sitePhotos: readonly SitePhotoView[]
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
          {sheet.urgent ? page.say('ticket.urgent') : sheet.stateWords}
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
      {page.photos.length > 0 && <Photos say={page.say} urls={page.photos} />}
      <SitePhotos say={page.say} photos={page.sitePhotos} />
      <History say={page.say} history={sheet.history} />
      <LoggedIn page={page} />
    </>,
  )
}

function SheetFacts({ page }: { readonly page: TicketPage }): VNode {
  const { say, sheet, revealed, revealUrl } = page
  const rows = [
    ...detailRows(say, sheet),
    [say('ticket.payer'), sheet.payer],
    [say('ticket.consent'), sheet.paid.consent],
    [say('ticket.lines'), sheet.paid.lines],
    [say('ticket.appointment'), sheet.appointment],
    [say('ticket.on_hold'), sheet.holdWords],
    [say('ticket.helpers'), sheet.helpers],
    [say('ticket.responder'), sheet.responder],
    [say('ticket.due'), sheet.nextBy],
    [say('ticket.contact'), sheet.contact],
  ] as const
  return (
    <Facts rows={rows}>
      <PhoneFact
        {...{ say, revealed }}
        phone={sheet.phone}
        revealUrl={sheet.mayReveal ? revealUrl : null}
      />
    </Facts>
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
