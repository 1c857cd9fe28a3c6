/** /sandbox/api: scripts drive the demo's people and its clock over JSON. */
import express, { type ErrorRequestHandler, type Request, type Router } from 'express'
import { contactRoutes } from './api-contacts.ts'
import { directoryRoutes } from './api-directory.ts'
import { faultRoutes } from './api-faults.ts'
import {
  BadInput,
  readAdvanceMs,
  readAfter,
  readMemberInput,
  readN,
  readObject,
  readOwnerInput,
  readTap,
} from './api-input.ts'
import { apiMessage } from './api-messages.ts'
import { servicingRoutes } from './api-servicing.ts'
import { type ControlClient, ControlRefused, type PhoneOf } from './control-client.ts'
import type { DemoPhotos } from './demo-photos.ts'
import { StillBusy } from './idle.ts'
import type { Mover, SandboxTime } from './mover.ts'
import { sendMedium } from './send-medium.ts'

export interface SandboxApiDeps {
  readonly control: ControlClient
  readonly time: Pick<SandboxTime, 'now'>
  readonly mover: Mover
  /** Resolves when nothing moves any more, rejects with StillBusy. */
  readonly idle: () => Promise<void>
  readonly photos: DemoPhotos
}

/** To be mounted at /sandbox/api. Wrong input is a 400, unknown people are a 404, each with `{error}`. */
export function sandboxApi(deps: SandboxApiDeps): Router {
  const router = express.Router()
  router.use(express.json({ limit: '32mb' }))
  clockRoutes(router, deps)
  phoneRoutes(router, deps)
  servicingRoutes(router, deps)
  contactRoutes(router, deps)
  directoryRoutes(router, deps)
  faultRoutes(router, deps)
  platformRoutes(router, deps)
  router.use((_request, response) => {
    response.status(404).json({ error: '没有这个接口' })
  })
  router.use(onError)
  return router
}

function clockRoutes(router: Router, { control, time, mover, idle }: SandboxApiDeps): void {
  router.get('/state', async (_request, response) => {
    const { owners, members } = await control.state()
    response.json({
      now: time.now().toISOString(),
      owners: owners.map(({ id, name, rooms }) => ({ id, name, rooms })),
      members: members.map(({ id, name, roles }) => ({ id, name, roles })),
    })
  })
  router.post('/time', async (request, response) => {
    const now = await mover.advance(readAdvanceMs(request.body))
    response.json({ now: now.toISOString() })
  })
  router.post('/idle', async (_request, response) => {
    await idle()
    response.json({ now: time.now().toISOString() })
  })
}

function phoneRoutes(router: Router, { control, photos }: SandboxApiDeps): void {
  const read = async (request: Request, of: PhoneOf) => {
    const { messages } = await control.readPhone(of, readAfter(request.query['after']))
    return { messages: messages.map(apiMessage) }
  }
  router.get('/owners/:id/messages', async (request, response) => {
    response.json(await read(request, { kind: 'owners', id: request.params.id }))
  })
  router.post('/owners/:id/messages', async (request, response) => {
    const input = readOwnerInput(request.body, photos)
    response.json(await control.write({ kind: 'owners', id: request.params.id }, input))
  })
  router.post('/owners/:id/recalls', async (request, response) => {
    await control.recall(request.params.id, readN(request.body))
    response.json({})
  })
  router.get('/members/:id/messages', async (request, response) => {
    response.json(await read(request, { kind: 'members', id: request.params.id }))
  })
  router.post('/members/:id/messages', async (request, response) => {
    const input = readMemberInput(request.body, photos)
    response.json(await control.write({ kind: 'members', id: request.params.id }, input))
  })
  router.post('/members/:id/clicks', async (request, response) => {
    await control.tap(request.params.id, readTap(request.body))
    response.json({})
  })
  router.get('/robot/messages', async (request, response) => {
    response.json(await read(request, { kind: 'robots', id: 0 }))
  })
  router.get('/media/:id', (request, response) => sendMedium(control, request.params.id, response))
}

function platformRoutes(router: Router, { control }: SandboxApiDeps): void {
  router.post('/people', async (request, response) => {
    await control.putPeople(readObject(request.body))
    response.json({})
  })
  router.get('/problems', async (_request, response) => {
    response.json({ problems: await control.problems() })
  })
}

const onError: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) return next(error)
  if (error instanceof BadInput) return void response.status(400).json({ error: error.message })
  if (error instanceof ControlRefused) {
    return void response.status(error.status).json({ error: error.message })
  }
  if (error instanceof StillBusy) {
    return void response.status(503).json({ error: error.message, pending: error.what })
  }
  const status = (error as { status?: unknown }).status
  // What Express itself could not read: not JSON, too large, a broken path.
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return void response.status(status).json({ error: UNREADABLE[status] ?? '请求读不出来' })
  }
  next(error)
}

const UNREADABLE: Readonly<Record<number, string>> = {
  400: '请求体不是 JSON',
  413: '请求体太大了',
  415: '请求体的编码不支持',
}
