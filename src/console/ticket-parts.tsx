/** Parts of the pages about a ticket that staff and owners see alike. */
import type { ComponentChildren, VNode } from 'preact'
import { estateDay, estateTime } from '../desk/residents/estate-day.ts'
import type { ShownPhoto, TicketSheet } from '../desk/tickets/ticket-sheet.ts'
import type { Say } from './say.ts'

/** Lines of a label and a value; those without a value are left out. */
export function Facts(props: {
  readonly rows: readonly (readonly [string, string])[]
  readonly children?: ComponentChildren
}): VNode {
  return (
    <dl class="facts">
      {props.rows
        .filter(([, value]) => value !== '')
        .map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      {props.children}
    </dl>
  )
}

/** What only a ticket's kind has, as rows of facts. */
export function detailRows(say: Say, { details }: TicketSheet): (readonly [string, string])[] {
  return details.map(({ name, words }) => [say(`ticket.details.${name}`), words])
}

/** What whoever complains was told, as rows of facts. */
export function newsRows(
  say: Say,
  { news }: Pick<TicketSheet, 'news'>,
): (readonly [string, string])[] {
  return news.map(({ name, words, by }) => [
    say('ticket.news', { name }),
    by ? say('ticket.planned', { words, by }) : words,
  ])
}

/** Masked, with a button that shows it; once shown it can be called. */
export function PhoneFact(props: {
  readonly say: Say
  readonly phone: string
  readonly revealed: string | null
  /** Where a click on the button goes; null where it stays masked. */
  readonly revealUrl: string | null
}): VNode | null {
  const { say, phone, revealed, revealUrl } = props
  if (phone === '') return null
  return (
    <div>
      <dt>{say('ticket.phone')}</dt>
      <dd>
        {revealed ? (
          <a class="btn btn-primary" href={`tel:${revealed}`}>
            {say('ticket.call', { phone: revealed })}
          </a>
        ) : revealUrl === null ? (
          phone
        ) : (
          <form method="post" action={revealUrl}>
            {phone}{' '}
            <button type="submit" class="btn btn-sm">
              {say('ticket.reveal')}
            </button>
          </form>
        )}
      </dd>
    </div>
  )
}

export function Photos(props: { readonly say: Say; readonly urls: readonly string[] }): VNode {
  const { say, urls } = props
  return (
    <section class="photos">
      {urls.map((url, at) => (
        <a key={url} href={url}>
          <img src={url} alt={say('ticket.photo', { at: at + 1 })} loading="lazy" />
        </a>
      ))}
    </section>
  )
}

/** A photo from the spot and where it is to be had. */
export interface SitePhotoView extends Pick<ShownPhoto, 'kind' | 'at' | 'who'> {
  readonly url: string
}

const SITE_ORDER = ['arrival', 'before', 'after'] as const

/** By kind, with who sent each and when. */
export function SitePhotos({
  say,
  photos,
}: {
  readonly say: Say
  readonly photos: readonly SitePhotoView[]
}): VNode {
  const groups = SITE_ORDER.map((kind) => ({
    kind,
    shown: photos.filter((photo) => photo.kind === kind),
  })).filter(({ shown }) => shown.length > 0)
  return (
    <>
      {groups.map(({ kind, shown }) => (
        <section key={kind}>
          <h2>{say(`ticket.site_photos.${kind}`)}</h2>
          <div class="photos">
            {shown.map(({ url, at, who }, place) => (
              <a key={url} href={url}>
                <img src={url} alt={say('ticket.photo', { at: place + 1 })} loading="lazy" />
                <small class="text-secondary">
                  {momentWords(say, at)} {who}
                </small>
              </a>
            ))}
          </div>
        </section>
      ))}
    </>
  )
}

export function History({
  say,
  history,
}: Pick<TicketSheet, 'history'> & { readonly say: Say }): VNode {
  return (
    <section class="card">
      <div class="card-body">
        <h2>{say('ticket.history')}</h2>
        <ol class="history">
          {history.map(({ at, words }) => (
            <li key={`${at.getTime()}-${words}`}>
              <time dateTime={at.toISOString()}>{momentWords(say, at)}</time>
              {words}
            </li>
          ))}
        </ol>
      </div>
    </section>
  )
}

function momentWords(say: Say, at: Date): string {
  const [, month, day] = estateDay(at).split('-').map(Number)
  return say('ticket.moment', { month, day, time: estateTime(at) })
}
