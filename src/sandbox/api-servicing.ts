/** /sandbox/api for human servicers: which chats there are, taking one, writing in it, ending it. */
import type { Request, Router } from 'express'
import { z } from 'zod'
import { parseBody, readN, readServicerInput } from './api-input.ts'
import type { ControlClient } from './control-client.ts'
import type { DemoPhotos } from './demo-photos.ts'

interface ServicingDeps {
  readonly control: ControlClient
  readonly photos: DemoPhotos
}

const servicingSchema = z.strictObject({
  servicing: z.enum(['none', 'receiving', 'paused', 'stopped']),
})
const rejectionSchema = z.strictObject({ rejected: z.boolean() })

/** The servicing member is called by either of two names: with `servicing/` or `owners/` in the middle. */
export function servicingRoutes(router: Router, deps: ServicingDeps): void {
  const { control } = deps
  for (const middle of ['servicing', 'owners']) {
    chatRoutes(router, `/members/:id/${middle}/:ownerId`, deps)
  }
  router.get('/members/:id/servicing', async (request, response) => {
    response.json({ chats: await control.chats(request.params.id) })
  })
  router.put('/members/:id/servicing', async (request, response) => {
    const { servicing } = parseBody(servicingSchema, request.body)
    await control.setServicing(request.params.id, servicing)
    response.json({})
  })
}

type ChatRequest = Request<{ id: string; ownerId: string }>

function chatRoutes(router: Router, path: string, { control, photos }: ServicingDeps): void {
  const chat = ({ params }: ChatRequest) => ({ memberId: params.id, ownerId: params.ownerId })
  router.post(`${path}/messages`, async (request: ChatRequest, response) => {
    response.json(await control.answer(chat(request), readServicerInput(request.body, photos)))
  })
  for (const act of ['take', 'end'] as const) {
    router.post(`${path}/${act}`, async (request: ChatRequest, response) => {
      await control.serve(chat(request), act)
      response.json({})
    })
  }
  router.post(`${path}/recalls`, async (request: ChatRequest, response) => {
    await control.takeBack(chat(request), readN(request.body))
    response.json({})
  })
  router.post(`${path}/rejection`, async (request: ChatRequest, response) => {
    await control.reject(chat(request), parseBody(rejectionSchema, request.body).rejected)
    response.json({})
  })
}
