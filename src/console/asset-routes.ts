/** Styles of the pages: Tabler's from its package, ours from this folder. */
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { Router } from 'express'

/** In the sources also when built: styles are not compiled. */
const OWN = fileURLToPath(new URL('../../src/console/assets/console.css', import.meta.url))

export function assetRoutes(): Router {
  const router = Router()
  const tabler = createRequire(import.meta.url).resolve('@tabler/core/dist/css/tabler.min.css')
  const options = { maxAge: '1h' }
  router.get('/tabler.min.css', (_request, response) => response.sendFile(tabler, options))
  router.get('/console.css', (_request, response) => response.sendFile(OWN, options))
  return router
}
