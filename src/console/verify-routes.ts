/** Proof that a domain is the company's: the platform fetches a file by name from its root (wecom.md 9, trusted domain). */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Router } from 'express'

/** As the console names the files it offers for download. */
const NAME = /^\/(WW_verify_[A-Za-z0-9]{1,64}\.txt)$/
/** Such a file holds one short word. */
const MOST_BYTES = 1024

/** Serves `WW_verify_….txt` from the data folder, where whoever set the domain up has put it. */
export function verifyRoutes(folder: string): Router {
  const router = Router()
  router.get(NAME, async (request, response, next) => {
    const [, name = ''] = NAME.exec(request.path) ?? []
    const content = await readFile(join(folder, name)).catch(() => undefined)
    if (!content || content.length > MOST_BYTES) return next()
    response.type('text/plain').set('Cache-Control', 'no-store').send(content)
  })
  return router
}
