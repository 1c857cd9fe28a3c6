/** The door WeCom knocks at: verifies, decrypts, keeps, and only then answers 200 (wecom.md 1.4, 1.5; path/90930). */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Answer, answerDelivery, type DeliveryDeps } from './answer-delivery.ts'
import { type CallbackEndpoint, type OpenEndpoint, openEndpoint } from './endpoint.ts'
import { encryptedOf } from './envelope.ts'
import { quietLog } from './quiet-log.ts'
import { readBody } from './read-body.ts'
import { type RecentSignatures, recentSignatures } from './recent-signatures.ts'
import { echoOf, signedQueryOf } from './signed-query.ts'

export interface CallbackDeps extends DeliveryDeps {
  readonly endpoints: readonly CallbackEndpoint[]
  /** Told of every delivery that is the platform's own: signature and contents are right. */
  heard?(endpoint: CallbackEndpoint): void
}

/** The platform sends a few kilobytes (wecom.md 1.5) and, sealed, 81 KB for twenty thousand characters; anybody may send us more. */
const MOST_BYTES = 128 * 1024
/** WeCom gives up after five seconds; nobody waits for the rest. */
const BODY_WITHIN_MS = 5000

/** Serves the callback paths in front of everything else; false means the request is somebody else's. */
export function wecomCallback(
  deps: CallbackDeps,
): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  const doors = new Map(deps.endpoints.map((each) => [each.path, openEndpoint(each)]))
  if (doors.size !== deps.endpoints.length) throw new Error('two callbacks share one path')
  const scene: Scene = {
    ...deps,
    recent: recentSignatures(),
    refusals: quietLog(deps.log, deps.now),
  }
  return async (request, response) => {
    const { path, query } = addressOf(request.url ?? '')
    const door = doors.get(path)
    if (!door) return false
    try {
      write(response, await answerTo(request, query, door, scene))
    } catch (error) {
      deps.tally.add('failed')
      deps.log.error({ err: error, path }, 'a callback could not be answered')
      response.destroy()
    }
    return true
  }
}

interface Scene extends CallbackDeps {
  readonly recent: RecentSignatures
  readonly refusals: (fields: Record<string, unknown>, message: string) => void
}

/** Not the URL class: a path that begins with two slashes would become a host name. */
function addressOf(url: string): { path: string; query: URLSearchParams } {
  const mark = url.indexOf('?')
  const path = mark === -1 ? url : url.slice(0, mark)
  return { path, query: new URLSearchParams(mark === -1 ? '' : url.slice(mark + 1)) }
}

async function answerTo(
  request: IncomingMessage,
  query: URLSearchParams,
  door: OpenEndpoint,
  scene: Scene,
): Promise<Answer> {
  if (request.method === 'GET') return answerChallenge(query, door, scene)
  if (request.method === 'POST') return answerPost(request, query, door, scene)
  return refuse(scene, door, 405, 'method')
}

/** The console's check of the address: the bare challenge, nothing around it. */
function answerChallenge(query: URLSearchParams, door: OpenEndpoint, scene: Scene): Answer {
  const signed = signedQueryOf(query)
  const echo = echoOf(query)
  if (!signed || !echo) return refuse(scene, door, 403, 'query')
  const opened = door.open(signed, echo)
  if ('refused' in opened) return refuse(scene, door, 403, opened.refused)
  scene.heard?.(door.endpoint)
  scene.tally.add('verified')
  return { status: 200, type: 'text/plain; charset=utf-8', body: opened.plaintext }
}

async function answerPost(
  request: IncomingMessage,
  query: URLSearchParams,
  door: OpenEndpoint,
  scene: Scene,
): Promise<Answer> {
  const body = await readBody(request, { maxBytes: MOST_BYTES, withinMs: BODY_WITHIN_MS })
  if ('refused' in body) return refuse(scene, door, BODY_STATUS[body.refused], body.refused)
  const signed = signedQueryOf(query)
  if (!signed) return refuse(scene, door, 403, 'query')
  const encrypted = encryptedOf(body.bytes.toString('utf8'))
  if (!encrypted) return refuse(scene, door, 400, 'envelope')
  const opened = door.open(signed, encrypted)
  if ('refused' in opened) return refuse(scene, door, 403, opened.refused)
  scene.heard?.(door.endpoint)
  if (scene.recent.has(signed.signature, scene.now())) {
    scene.tally.add('replayed')
    return { status: 200 }
  }
  const answer = await answerDelivery(opened, door.endpoint, scene)
  if (answer.status === 200) scene.recent.add(signed.signature, scene.now())
  return answer
}

const BODY_STATUS = { encoded: 415, 'too-large': 413, late: 408, broken: 400 } as const

/** Every refusal looks the same from outside but for its status; scanners are many, so the log is quiet. */
function refuse(scene: Scene, door: OpenEndpoint, status: number, why: string): Answer {
  scene.tally.add(`refused ${why}`)
  scene.refusals({ path: door.endpoint.path, why }, 'a callback was refused')
  return { status }
}

function write(response: ServerResponse, answer: Answer): void {
  if (response.destroyed) return
  const { body } = answer
  response.writeHead(answer.status, {
    'content-length': body?.length ?? 0,
    'cache-control': 'no-store',
    ...(answer.type && { 'content-type': answer.type }),
    ...(answer.status === 405 && { allow: 'GET, POST' }),
  })
  // Head and body are two pieces for the system, also when the body is empty.
  if (body) response.end(body)
  else response.end()
}
