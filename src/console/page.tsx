/** The frame of every page of staff: head, style and a narrow column that fits a phone. */
import type { ComponentChildren } from 'preact'
import { render } from 'preact-render-to-string'

/** No code from pages, no styles of its own: the policy of our pages forbids both. */
const HTMX = JSON.stringify({
  allowEval: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  timeout: 8000,
})

/** A whole HTML document. A live one brings the scripts that keep it up to date, and its own columns. */
export function renderPage(
  title: string,
  body: ComponentChildren,
  { isLive = false }: { readonly isLive?: boolean } = {},
): string {
  const page = (
    <html lang="zh-CN">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        {isLive && <meta name="htmx-config" content={HTMX} />}
        <title>{title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/assets/tabler.min.css" />
        <link rel="stylesheet" href="/assets/console.css" />
        {isLive && <script src="/assets/htmx.min.js" defer />}
        {isLive && <script src="/assets/console.js" defer />}
      </head>
      <body>
        <main class={isLive ? 'console-page' : 'sheet'}>{body}</main>
      </body>
    </html>
  )
  return `<!doctype html>${render(page)}`
}
