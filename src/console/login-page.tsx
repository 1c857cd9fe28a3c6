/** What people read around a log-in: that it did not come about, and what to do; or that it did. */
import type { ComponentChildren, VNode } from 'preact'
import { renderPage } from './page.tsx'
import type { Say } from './say.ts'

export type LoginNews = 'stale' | 'away' | 'outsider' | 'unknown' | 'other' | 'out' | 'too_often'

/** `to`: where a new log-in leads. */
export function renderLoginNews(say: Say, news: LoginNews, to: string): string {
  const title = say(`login.${news}_title`)
  return renderPage(
    title,
    <Message title={title} words={say(`login.${news}`)}>
      <a class="btn btn-primary w-100" href={`/login?to=${encodeURIComponent(to)}`}>
        {say(news === 'other' || news === 'outsider' ? 'login.as_another' : 'login.again')}
      </a>
      <p class="text-secondary admin-hint">
        <a href={`/login/admin?to=${encodeURIComponent(to)}`}>{say('login.by_password')}</a>
      </p>
    </Message>,
  )
}

export function renderLoggedIn(say: Say, name: string): string {
  const title = say('login.in_title')
  return renderPage(
    title,
    <Message title={title} words={say('login.in', { name })}>
      <form method="post" action="/login/out">
        <button type="submit" class="btn w-100">
          {say('login.log_out')}
        </button>
      </form>
    </Message>,
  )
}

/** One thing to say and one thing to do, in the middle of the page. */
export function Message(props: {
  readonly title: string
  readonly words: string
  readonly children?: ComponentChildren
}): VNode {
  return (
    <section class="card message">
      <div class="card-body">
        <h1>{props.title}</h1>
        <p class="text-secondary">{props.words}</p>
        {props.children}
      </div>
    </section>
  )
}
