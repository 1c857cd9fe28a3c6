/** Styles and scripts of the pages: Tabler's and htmx's from their packages, ours from this folder. */
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { Router } from 'express'

/** In the sources also when built: styles and scripts of pages are not compiled. */
const own = (name: string) =>
  fileURLToPath(new URL(`../../src/console/assets/${name}`, import.meta.url))

export function assetRoutes(): Router {
  const router = Router()
  const { resolve } = createRequire(import.meta.url)
  const files = {
    'tabler.min.css': resolve('@tabler/core/dist/css/tabler.min.css'),
    'htmx.min.js': resolve('htmx.org/dist/htmx.min.js'),
    'console.css': own('console.css'),
    'console.js': own('console.js'),
  }
  for (const [name, path] of Object.entries(files)) {
    router.get(`/${name}`, (_request, response) => response.sendFile(path, { maxAge: '1h' }))
  }
  return router
}
