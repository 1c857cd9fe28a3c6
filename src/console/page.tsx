/** The frame of every page of staff: head, style and a narrow column that fits a phone. */
import type { ComponentChildren } from 'preact'
import { render } from 'preact-render-to-string'

/** A whole HTML document. */
export function renderPage(title: string, body: ComponentChildren): string {
  const page = (
    <html lang="zh-CN">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{title}</title>
        <link rel="stylesheet" href="/assets/tabler.min.css" />
        <link rel="stylesheet" href="/assets/console.css" />
      </head>
      <body>
        <main class="sheet">{body}</main>
      </body>
    </html>
  )
  return `<!doctype html>${render(page)}`
}
