/** What an owner sees of a repair behind a link out of the chat, and what stands there before and instead of it. */
import type { OwnerSheet } from '../desk/tickets/owner-sheet.ts'
import { Message } from './login-page.tsx'
import { renderPage } from './page.tsx'
import type { Say } from './say.ts'
import { Facts, History, newsRows, Photos, SitePhotos } from './ticket-parts.tsx'

/** `urlOf` is where the photo at a place of `photosOfOwner` is. */
export function renderOwnTicket(
  say: Say,
  sheet: OwnerSheet,
  urlOf: (place: number) => string,
): string {
  const photos = sheet.photoIds.map((_id, place) => urlOf(place))
  const sitePhotos = sheet.sitePhotos.map((photo, place) => ({
    ...photo,
    url: urlOf(sheet.photoIds.length + place),
  }))
  const next =
    sheet.nextBy === ''
      ? sheet.nextWords
      : say('own.next_by', { words: sheet.nextWords, by: sheet.nextBy })
  const rows = [
    [say('own.staff'), sheet.staff],
    [say('own.appointment'), sheet.appointment],
    [say('own.payer'), sheet.payer],
    [say('own.consent'), sheet.paid.consent],
    [say('own.lines'), sheet.paid.lines],
    [say('own.on_hold'), sheet.holdWords],
    ...newsRows(say, sheet),
    [say('own.next'), next],
  ] as const
  return renderPage(
    sheet.number,
    <>
      <header class="sheet-head">
        <span class="badge bg-azure text-azure-fg">{sheet.stateWords}</span>
        <h1>{sheet.place}</h1>
        <p class="text-secondary">
          {sheet.number} · {sheet.category}
        </p>
      </header>
      <section class="card">
        <div class="card-body">
          <p class="problem">{sheet.description}</p>
          <Facts rows={rows} />
        </div>
      </section>
      {photos.length > 0 && <Photos say={say} urls={photos} />}
      <SitePhotos say={say} photos={sitePhotos} />
      <History say={say} history={sheet.history} />
      <p class="text-secondary own-foot">{say('own.foot')}</p>
    </>,
  )
}

/** The files an owner may open from the page, by place. */
export function photosOfOwner({ photoIds, sitePhotos }: OwnerSheet): readonly string[] {
  return [...photoIds, ...sitePhotos.map(({ fileId }) => fileId)]
}

/** Before the link is used up: whoever only looks at it, as previews do, uses nothing up. */
export function renderOwnDoor(say: Say, url: string): string {
  const title = say('own.open_title')
  return renderPage(
    title,
    <Message title={title} words={say('own.open')}>
      <form method="post" action={url}>
        <button type="submit" class="btn btn-primary w-100">
          {say('own.open_button')}
        </button>
      </form>
    </Message>,
  )
}

/** Used by another browser, or too old. */
export function renderOwnNews(say: Say, news: 'used' | 'late'): string {
  const title = say(`own.${news}_title`)
  return renderPage(title, <Message title={title} words={say(`own.${news}`)} />)
}
