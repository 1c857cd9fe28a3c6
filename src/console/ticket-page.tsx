/** The page behind a card: what is broken, where, when, photos, how to reach the owner, what happened so far. */
import { TZDate } from '@date-fns/tz'
import { format } from 'date-fns'
import type { VNode } from 'preact'
import type { TicketSheet } from '../desk/tickets/ticket-sheet.ts'
import { renderPage } from './page.tsx'
import type { Say } from './say.ts'

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

const ZONE = 'Asia/Shanghai'

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
          <Facts page={page} />
        </div>
      </section>
      {page.photos.length > 0 && <Photos urls={page.photos} />}
      <History sheet={sheet} />
      <LoggedIn page={page} />
    </>,
  )
}

function Facts({ page }: { readonly page: TicketPage }): VNode {
  const { sheet } = page
  const rows: readonly (readonly [string, string])[] = [
    ['预约', sheet.appointment],
    ['挂起', sheet.holdWords],
    ['时限', sheet.nextBy],
    ['联系人', sheet.contact],
  ]
  return (
    <dl class="facts">
      {rows
        .filter(([, value]) => value !== '')
        .map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      {sheet.phone !== '' && <Phone page={page} />}
    </dl>
  )
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

function Photos({ urls }: { readonly urls: readonly string[] }): VNode {
  return (
    <section class="photos">
      {urls.map((url, at) => (
        <a key={url} href={url}>
          <img src={url} alt={`照片${at + 1}`} loading="lazy" />
        </a>
      ))}
    </section>
  )
}

function History({ sheet }: { readonly sheet: TicketSheet }): VNode {
  return (
    <section class="card">
      <div class="card-body">
        <h2>经过</h2>
        <ol class="history">
          {sheet.history.map(({ at, words }) => (
            <li key={`${at.getTime()}-${words}`}>
              <time dateTime={at.toISOString()}>
                {format(new TZDate(at, ZONE), 'M月d日 HH:mm')}
              </time>
              {words}
            </li>
          ))}
        </ol>
      </div>
    </section>
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
