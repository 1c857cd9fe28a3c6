/** What stands before and instead of the console behind a link of the sandbox. */
import { Message } from './login-page.tsx'
import { renderPage } from './page.tsx'
import type { Say } from './say.ts'

/** Before the link is used up. */
export function renderLinkDoor(say: Say, url: string): string {
  const title = say('login.link_title')
  return renderPage(
    title,
    <Message title={title} words={say('login.link')}>
      <form method="post" action={url}>
        <button type="submit" class="btn btn-primary w-100">
          {say('login.link_button')}
        </button>
      </form>
    </Message>,
  )
}

/** Used before, too old, or for somebody who works here no more. */
export function renderLinkNews(say: Say, news: 'used' | 'late' | 'nobody'): string {
  const title = say(`login.link_${news}_title`)
  return renderPage(
    title,
    <Message title={title} words={say(`login.link_${news}`)}>
      <a class="btn btn-primary w-100" href="/sandbox">
        {say('login.link_again')}
      </a>
    </Message>,
  )
}
