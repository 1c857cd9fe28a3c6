/** The visitor's ways in: saying who they are, words, taps on options, photos. */
import express, {
  type ErrorRequestHandler,
  type Request,
  type Response,
  type Router,
} from 'express'
import { rateLimit } from 'express-rate-limit'
import { z } from 'zod'
import { legalText } from '../legal-text.ts'
import { type HearDeps, type HeardAnswer, hear, hearEntering, wouldHear } from './hear.ts'
import { dropPhoto, keepPhoto, type PhotoDeps } from './keep-photo.ts'
import {
  addressOf,
  type ContextDeps,
  estateOf,
  onlyFromThePage,
  problem,
  visitorOf,
} from './web-context.ts'

export type WriteDeps = ContextDeps & HearDeps & PhotoDeps

/** Escapes of JSON take up to six bytes a character. */
const MOST_JSON_BYTES = 64 * 1024
const ID = /^[A-Za-z0-9-]{8,64}$/
const saidSchema = z.strictObject({
  id: z.string().regex(ID),
  text: z.string(),
  /** Of the option that was tapped (channel.ts, MenuOption). */
  token: z.string().min(1).max(128).optional(),
})

type AtProject = Request<{ project: string }>

export function writeRoutes(deps: WriteDeps): Router {
  const router = express.Router()
  router.use(['/:project/visitor', '/:project/messages', '/:project/photos'], onlyFromThePage)
  router.post('/:project/visitor', arrivals(deps), (request: AtProject, response) =>
    enter(deps, request, response),
  )
  router.post(
    '/:project/messages',
    express.json({ limit: MOST_JSON_BYTES }),
    (request: AtProject, response) => takeWords(deps, request, response),
  )
  router.put(
    '/:project/photos/:id',
    express.raw({ type: () => true, limit: deps.rules.photo_bytes }),
    (request: Request<{ project: string; id: string }>, response) =>
      takePhoto(deps, request, response),
  )
  router.use(onBadBody)
  return router
}

/** New visitors of one address; whoever is known already passes. */
function arrivals({ rules, cookies }: WriteDeps) {
  return rateLimit({
    windowMs: 3_600_000,
    limit: rules.new_visitors_per_hour,
    // Whether the header is believed is the server's care (TRUST_PROXY); the library would write to the console.
    validate: { xForwardedForHeader: false },
    skip: (request) => cookies.read(request.get('cookie')) !== null,
    handler: (_request, response) => void problem(response, 429, 'too-fast'),
  })
}

async function enter(deps: WriteDeps, request: AtProject, response: Response): Promise<void> {
  const { project } = request.params
  if (!(await estateOf(deps, project))) return void problem(response, 404, 'no-project')
  const known = deps.cookies.read(request.get('cookie'))
  const made = known === null ? deps.cookies.make() : null
  await hearEntering(deps, addressOf(deps, project, known ?? made?.visitor ?? ''))
  if (made) response.set('Set-Cookie', made.setCookie)
  response.status(204).end()
}

async function takeWords(deps: WriteDeps, request: AtProject, response: Response): Promise<void> {
  const from = await visitorOf(deps, request, response)
  if (!from) return
  const said = saidSchema.safeParse(request.body)
  if (!said.success) return void problem(response, 400, 'malformed')
  const { id, token } = said.data
  const text = wellFormed(said.data.text)
  if (text.trim() === '') return void problem(response, 400, 'malformed')
  if ([...text].length > deps.rules.text_chars) return void problem(response, 413, 'too-long')
  const content = { kind: 'text', text, ...(token !== undefined && { token }) } as const
  answer(response, await hear(deps, { from, id, shown: content, content }))
}

async function takePhoto(
  deps: WriteDeps,
  request: Request<{ project: string; id: string }>,
  response: Response,
): Promise<void> {
  const from = await visitorOf(deps, request, response)
  if (!from) return
  const { id } = request.params
  const isPhoto = Buffer.isBuffer(request.body) && request.body.length > 0
  if (!ID.test(id) || !isPhoto) return void problem(response, 400, 'malformed')
  // Nothing is stored for what will not be taken: neither for a flood of photos nor for a repeat.
  const foreseen = await wouldHear(deps, { from, id })
  if (foreseen !== 'kept') return answer(response, foreseen)
  const kept = await keepPhoto(deps, from, request.body)
  if ('refused' in kept) return void problem(response, 415, 'photo-kind')
  const { fileId } = kept
  const content = { kind: 'media', media: 'image', mediaId: fileId, fileId } as const
  const heard = await hear(deps, { from, id, shown: { kind: 'image', fileId }, content })
  if (heard !== 'kept') await dropPhoto(deps, fileId)
  answer(response, heard)
}

/** Halves of a pair leave a sign that something stood there; characters nobody can see leave none. */
function wellFormed(text: string): string {
  return legalText(text.replace(/\p{Surrogate}/gu, '\uFFFD'))
}

function answer(response: Response, heard: HeardAnswer): void {
  if (heard !== 'too-fast') return void response.status(204).end()
  response.set('Retry-After', '60')
  problem(response, 429, 'too-fast')
}

const onBadBody: ErrorRequestHandler = (error, request, response, next) => {
  if (error.type === 'entity.too.large') {
    problem(response, 413, request.method === 'PUT' ? 'photo-size' : 'too-long')
  } else if (typeof error.status === 'number' && error.status < 500) {
    problem(response, 400, 'malformed')
  } else {
    next(error)
  }
}
