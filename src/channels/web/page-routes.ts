/** The page itself, its styles and scripts, and the snippet other sites put it in with. */
import { fileURLToPath } from 'node:url'
import express, { type Response, type Router } from 'express'
import { renderChat, renderChoice } from './page.tsx'
import type { Say } from './page-words.ts'
import { type ContextDeps, estateOf, estatesOf } from './web-context.ts'

export interface PageDeps extends ContextDeps {
  /** Origins of the sites that may show the page inside theirs. */
  readonly embedOrigins: readonly string[]
  readonly textChars: number
  readonly say: Say
}

/** In the sources also when built: styles and scripts are not compiled. */
const ASSETS = fileURLToPath(new URL('../../../src/channels/web/assets/', import.meta.url))

export function pageRoutes(deps: PageDeps): Router {
  const router = express.Router()
  router.get('/embed.js', (_request, response) => {
    // Other sites load it: that is what it is for.
    response.set('Cross-Origin-Resource-Policy', 'cross-origin')
    response.sendFile(`${ASSETS}embed.js`, { maxAge: '1h' })
  })
  router.use('/assets', express.static(ASSETS, { index: false, maxAge: '1h' }))
  router.get('/', async (_request, response) => {
    const estates = await estatesOf(deps)
    const [only, ...others] = estates
    if (only && others.length === 0)
      response.redirect(302, `/chat/${encodeURIComponent(only.code)}`)
    else sendPage(deps, response, renderChoice(estates, deps.say))
  })
  router.get('/:project', async (request, response) => {
    const estate = await estateOf(deps, request.params.project)
    const { say, textChars } = deps
    if (!estate) return void response.status(404).type('text').send(say('no_estate'))
    const isEmbedded = request.query['embedded'] !== undefined
    sendPage(deps, response, renderChat({ estate, isEmbedded, textChars, say }))
  })
  return router
}

function sendPage({ embedOrigins }: PageDeps, response: Response, html: string): void {
  const policy = String(response.get('Content-Security-Policy') ?? '')
  const ancestors = `frame-ancestors ${["'self'", ...embedOrigins].join(' ')}`
  response.set('Content-Security-Policy', policy.replace(/frame-ancestors [^;]+/, ancestors))
  // The older header knows no list of sites.
  if (embedOrigins.length > 0) response.removeHeader('X-Frame-Options')
  response.set('Cache-Control', 'no-store')
  response.type('html').send(html)
}
