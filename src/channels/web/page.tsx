/** The page of the web chat, before its script fills it. */
import type { ComponentChildren } from 'preact'
import { render } from 'preact-render-to-string'
import { type Say, scriptWords } from './page-words.ts'
import type { Estate } from './web-context.ts'

export interface ChatProps {
  readonly estate: Estate
  readonly isEmbedded: boolean
  readonly textChars: number
  readonly say: Say
}

export function renderChat({ estate, isEmbedded, textChars, say }: ChatProps): string {
  const { code, name, servicePhone } = estate
  return page(
    say('title', { estate: name }),
    <body
      class={isEmbedded ? 'embedded' : ''}
      data-project={code}
      data-words={JSON.stringify(scriptWords(say, textChars))}
    >
      <div class="chat">
        <header class="head">
          <span class="crest" aria-hidden="true">
            {[...name][0]}
          </span>
          <div class="head__words">
            <h1>{name}</h1>
            <p class="state" role="status">
              <i class="state__dot" />
              <span class="state__text">{say('connecting')}</span>
            </p>
          </div>
          {servicePhone && (
            <a
              class="call"
              href={`tel:${servicePhone}`}
              title={servicePhone}
              aria-label={say('call')}
            >
              <Icon path="M6.6 10.8a15.1 15.1 0 0 0 6.6 6.6l2.2-2.2a1 1 0 0 1 1-.25 11.4 11.4 0 0 0 3.6.57 1 1 0 0 1 1 1V20a1 1 0 0 1-1 1A17 17 0 0 1 3 4a1 1 0 0 1 1-1h3.5a1 1 0 0 1 1 1c0 1.25.2 2.45.57 3.57a1 1 0 0 1-.25 1z" />
              <span>{servicePhone}</span>
            </a>
          )}
        </header>
        <main class="talk" aria-live="polite">
          <ol class="messages" />
          <p class="writing" hidden>
            <i />
            <i />
            <i />
            <span class="unseen">{say('writing')}</span>
          </p>
        </main>
        <button class="newest" type="button" hidden>
          {say('newest')}
        </button>
        <p class="notice" role="alert" hidden />
        <form class="composer">
          <label class="photo-button" title={say('send_photo')}>
            <input
              class="unseen"
              type="file"
              accept="image/*"
              multiple
              aria-label={say('send_photo')}
            />
            <Icon path="M9 3 7.2 5H4a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2V7a2 2 0 0 0-2-2h-3.2L15 3zm3 15a5 5 0 1 1 0-10 5 5 0 0 1 0 10zm0-2a3 3 0 1 0 0-6 3 3 0 0 0 0 6z" />
          </label>
          <textarea
            rows={1}
            placeholder={say('placeholder')}
            aria-label={say('message')}
            maxLength={textChars * 2}
            data-most={textChars}
          />
          <button class="send" type="submit" disabled>
            {say('send')}
          </button>
        </form>
        <p class="foot">{say('foot')}</p>
      </div>
      <dialog class="photo-view">
        <img src="data:," alt={say('photo')} />
      </dialog>
      <noscript>
        <p class="noscript">{say('no_script')}</p>
      </noscript>
    </body>,
  )
}

/** A company with several estates: which one is it about? */
export function renderChoice(estates: readonly Estate[], say: Say): string {
  return page(
    say('choose_title'),
    <body>
      <main class="choice">
        <h1>{say('choose')}</h1>
        {estates.length === 0 && <p>{say('none_open')}</p>}
        <ul>
          {estates.map(({ code, name }) => (
            <li>
              <a href={`/chat/${encodeURIComponent(code)}`}>{name}</a>
            </li>
          ))}
        </ul>
      </main>
    </body>,
    false,
  )
}

function page(title: string, body: ComponentChildren, hasScript = true): string {
  const html = (
    <html lang="zh-CN">
      <head>
        <meta charSet="utf-8" />
        <meta
          name="viewport"
          content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"
        />
        <meta name="robots" content="noindex" />
        <meta name="theme-color" content="#0f6f5c" />
        <title>{title}</title>
        <link rel="icon" href="/chat/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/chat/assets/web-chat.css" />
        {hasScript && <script type="module" src="/chat/assets/web-chat.js" />}
      </head>
      {body}
    </html>
  )
  return `<!doctype html>${render(html)}`
}

function Icon({ path }: { readonly path: string }) {
  return (
    <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
      <path fill="currentColor" d={path} />
    </svg>
  )
}
