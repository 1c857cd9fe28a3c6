/** Photos and files behind signed links, for the member of staff a link was made for. */
import { type Request, type Response, Router } from 'express'
import type { StaffMember } from '../desk/staff/staff.ts'
import type { LinkAnswer } from '../media/signed-link.ts'
import type { Say } from './say.ts'

export interface PhotoDeps {
  readonly say: Say
  readonly openLink: (token: string) => LinkAnswer
  readonly door: {
    /** Who looks, by all their staff ids; null once the request was answered. */
    admit(
      request: Request,
      response: Response,
    ): Promise<{ readonly members: readonly StaffMember[] } | null>
  }
  /** Whether the member the link was made for may still look at it. */
  readonly mayLook: (member: StaffMember, fileId: string) => Promise<boolean>
  readonly readFile: (
    fileId: string,
  ) => Promise<{ readonly bytes: Buffer; readonly contentType: string } | undefined>
}

/** `/m/<token>`: the file, never guessed at by the browser, never kept by others. */
export function photoRoutes({ say, openLink, door, mayLook, readFile }: PhotoDeps): Router {
  const router = Router()
  router.get('/:token', async (request, response) => {
    const answer = openLink(request.params.token)
    if (answer.outcome !== 'open' || answer.grant[0] !== 'photo')
      return refuse(say, response, answer)
    const [, fileId = '', staffId = ''] = answer.grant
    const visitor = await door.admit(request, response)
    if (!visitor) return
    const member = visitor.members.find(({ id }) => id === staffId)
    if (!member || !(await mayLook(member, fileId)))
      return refuse(say, response, { outcome: 'refused' })
    const file = await readFile(fileId)
    if (!file) return void response.status(404).type('text').send(say('page.photo_gone'))
    response.set('Content-Type', file.contentType)
    response.set('Content-Disposition', 'inline')
    response.set('Cache-Control', 'private, no-store')
    response.send(file.bytes)
  })
  return router
}

/** A link that does not open: gone when it was ours, else as if it had never been. */
export function refuse(say: Say, response: Response, answer: LinkAnswer): void {
  if (answer.outcome === 'expired') {
    response.status(410).type('text').send(say('page.expired'))
  } else {
    response.status(404).type('text').send(say('page.none'))
  }
}
