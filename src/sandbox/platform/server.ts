/** The stand-in's HTTP server: the platform's interface, its pictures, and the control interface, on loopback. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { answerCall, type HttpAnswer } from './api/answer-call.ts'
import { ROUTES } from './api/routes.ts'
import { answerControl } from './control/answer-control.ts'
import type { Surroundings } from './control/control-call.ts'
import { mediaBytes } from './media/media.ts'
import type { World } from './world.ts'

/** Room for a file of 20 MB and, in control calls, for its base64. */
const LARGEST_BODY_BYTES = 32 * 1024 * 1024

export function platformServer(around: Surroundings, controlSecret: string): Server {
  return createServer((request, response) => {
    void serve(around, controlSecret, request).then(
      (answer) => send(response, answer),
      (error: unknown) => {
        around.world.log.error({ err: error, path: request.url?.split('?')[0] }, 'a call failed')
        send(response, { status: 500, headers: {}, body: '' })
      },
    )
  })
}

async function serve(
  around: Surroundings,
  controlSecret: string,
  request: IncomingMessage,
): Promise<HttpAnswer> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
  const raw = await readBody(request)
  if (raw === undefined) return { status: 413, headers: { connection: 'close' }, body: '' }
  const plain = {
    method: request.method ?? 'GET',
    query: searchParams,
    contentType: request.headers['content-type'] ?? '',
    raw,
  }
  if (pathname.startsWith('/control/')) {
    const authorization = request.headers.authorization ?? ''
    const path = pathname.slice('/control'.length)
    return answerControl(around, controlSecret, { ...plain, path, authorization })
  }
  const route = Object.hasOwn(ROUTES, pathname) ? ROUTES[pathname] : undefined
  if (route) return answerCall(around.world, route, { ...plain, path: pathname })
  return picture(around.world, pathname) ?? { status: 404, headers: {}, body: '' }
}

/** The temporary public address of a picture a member sent (PicUrl, wecom.md 2.1). */
function picture(world: World, pathname: string): HttpAnswer | undefined {
  const mediaId = /^\/pic\/([\w-]+)$/.exec(pathname)?.[1]
  const row = mediaId === undefined ? undefined : world.tables.media.get(mediaId)
  const body = row?.type === 'image' ? mediaBytes(world, row) : undefined
  return row && body
    ? { status: 200, headers: { 'content-type': row.contentType }, body }
    : undefined
}

/** Undefined when the body is larger than anything a caller may send. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > LARGEST_BODY_BYTES) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function send(response: ServerResponse, answer: HttpAnswer): void {
  if (answer === 'drop') {
    response.destroy()
    return
  }
  response.writeHead(answer.status, {
    ...answer.headers,
    'content-length': Buffer.byteLength(answer.body),
    'x-content-type-options': 'nosniff',
  })
  response.end(answer.body)
}
