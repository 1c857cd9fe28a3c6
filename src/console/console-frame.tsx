/** The frame of the console: where one is, what one can do, who is logged in. */
import type { ComponentChildren } from 'preact'
import { renderPage } from './page.tsx'
import type { Say } from './say.ts'

export interface Framed {
  readonly say: Say
  readonly title: string
  /** Who is logged in. */
  readonly name: string
  readonly at: 'board' | 'call' | 'problems' | 'ticket'
  /** Whether they may log for a caller and see the whole board. */
  readonly seesBoard: boolean
  readonly children: ComponentChildren
}

export function renderConsole(page: Framed): string {
  const { say, title, name, at, seesBoard } = page
  return renderPage(
    title,
    <div class="console">
      <a class="visually-hidden-focusable" href="#content">
        {say('frame.to_content')}
      </a>
      <header class="navbar console-bar">
        <div class="container-xl">
          <a class="navbar-brand" href="/console">
            {say('frame.product')}
          </a>
          {seesBoard && (
            <nav class="nav" aria-label={say('frame.menu')}>
              <NavLink href="/console" isHere={at === 'board'} words={say('frame.board')} />
              <NavLink href="/console/calls/new" isHere={at === 'call'} words={say('frame.call')} />
              <NavLink
                href="/console/problems"
                isHere={at === 'problems'}
                words={say('frame.problems')}
              />
            </nav>
          )}
          <form method="post" action="/login/out" class="console-who">
            <span class="console-name">{name}</span>
            <button type="submit" class="btn btn-sm">
              {say('login.log_out')}
            </button>
          </form>
        </div>
      </header>
      <div class="alert alert-warning console-offline" id="offline" role="status" hidden>
        {say('board.offline')}
      </div>
      <div class="alert alert-warning console-offline" id="logged-out" role="alert" hidden>
        {say('board.logged_out')} <a href="/login?to=%2Fconsole">{say('login.again')}</a>
      </div>
      <div class="container-xl console-content" id="content">
        {page.children}
      </div>
    </div>,
    { isLive: true },
  )
}

function NavLink(props: {
  readonly href: string
  readonly isHere: boolean
  readonly words: string
}) {
  return (
    <a
      class={props.isHere ? 'nav-link active' : 'nav-link'}
      href={props.href}
      aria-current={props.isHere ? 'page' : undefined}
    >
      {props.words}
    </a>
  )
}

/** A page with nothing on it says why, and what comes. */
export function Empty(props: { readonly title: string; readonly words: string }) {
  return (
    <div class="empty">
      <p class="empty-title">{props.title}</p>
      <p class="empty-subtitle text-secondary">{props.words}</p>
    </div>
  )
}
