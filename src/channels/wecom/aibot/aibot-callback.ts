/** The door an AI bot knocks at: JSON in the platform's cipher, answered at once with what is said so far (wecom.md 10.1; path/101033). */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Log } from '../../../log.ts'
import { jsonOf } from '../api/read-answer.ts'
import { type Cipher, makeCipher } from '../cipher.ts'
import { quietLog } from '../quiet-log.ts'
import { readBody } from '../read-body.ts'
import { echoOf, type SignedQuery, signedQueryOf } from '../signed-query.ts'
import type { Tally } from '../tally.ts'

export interface AibotDoorDeps {
  readonly path: string
  readonly token: string
  readonly aesKey: string
  /** Does what the plaintext asks for; answers the JSON to send back, or nothing. Throws when it was not kept. */
  readonly take: (plaintext: Buffer) => Promise<object | undefined>
  readonly now: () => Date
  readonly randomBytes: (count: number) => Buffer
  readonly log: Log
  readonly tally: Tally
}

/**
 * A message of twenty thousand Chinese characters that quotes an answer of the largest size (20,480 bytes, path/101031),
 * all of them written as escapes of six characters and sealed, is 208 KB. Files come as addresses.
 */
const MOST_BYTES = 256 * 1024
/** The platform gives up after five seconds. */
const BODY_WITHIN_MS = 5000
const BODY_STATUS = { encoded: 415, 'too-large': 413, late: 408, broken: 400 } as const

interface Answer {
  readonly status: number
  readonly body?: Buffer | string
  readonly type?: string
}

/** False means the request is somebody else's. Keys that cannot be right throw at start. */
export function aibotDoor(
  deps: AibotDoorDeps,
): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  // The receive id of a bot is empty (path/101033).
  const cipher = makeCipher({ token: deps.token, aesKey: deps.aesKey, receiveId: '' })
  const warn = quietLog(deps.log, deps.now)
  const refuse = (status: number, why: string): Answer => {
    deps.tally.add(`aibot refused ${why}`)
    warn({ path: deps.path, why }, 'a callback was refused')
    return { status }
  }
  return async (request, response) => {
    const [path, query = ''] = (request.url ?? '').split('?', 2)
    if (path !== deps.path) return false
    try {
      const answer = await answerTo(request, new URLSearchParams(query), { deps, cipher, refuse })
      write(response, answer)
    } catch (error) {
      deps.tally.add('aibot failed')
      deps.log.error({ err: error, path }, 'a callback could not be answered')
      response.destroy()
    }
    return true
  }
}

interface Scene {
  readonly deps: AibotDoorDeps
  readonly cipher: Cipher
  readonly refuse: (status: number, why: string) => Answer
}

async function answerTo(
  request: IncomingMessage,
  query: URLSearchParams,
  scene: Scene,
): Promise<Answer> {
  if (request.method === 'GET') return answerChallenge(query, scene)
  if (request.method === 'POST') return answerPost(request, query, scene)
  return scene.refuse(405, 'method')
}

/** The console's check of the address: the bare challenge. */
function answerChallenge(query: URLSearchParams, { cipher, refuse }: Scene): Answer {
  const signed = signedQueryOf(query)
  const encrypted = echoOf(query)
  if (!signed || !encrypted) return refuse(403, 'query')
  const opened = cipher.open({ ...signed, encrypted })
  if ('refused' in opened) return refuse(403, opened.refused)
  return { status: 200, type: 'text/plain; charset=utf-8', body: opened.plaintext }
}

async function answerPost(
  request: IncomingMessage,
  query: URLSearchParams,
  { deps, cipher, refuse }: Scene,
): Promise<Answer> {
  const body = await readBody(request, { maxBytes: MOST_BYTES, withinMs: BODY_WITHIN_MS })
  if ('refused' in body) return refuse(BODY_STATUS[body.refused], body.refused)
  const signed = signedQueryOf(query)
  if (!signed) return refuse(403, 'query')
  const encrypted = jsonOf(body.bytes)?.['encrypt']
  if (typeof encrypted !== 'string') return refuse(400, 'envelope')
  const opened = cipher.open({ ...signed, encrypted })
  if ('refused' in opened) return refuse(403, opened.refused)
  const reply = await deps.take(opened.plaintext)
  return reply ? sealed(reply, signed, { deps, cipher }) : { status: 200 }
}

/** Other names than in XML, and a number for the time (path/101033). */
function sealed(
  reply: object,
  { nonce }: SignedQuery,
  { deps, cipher }: Pick<Scene, 'deps' | 'cipher'>,
): Answer {
  const timestamp = Math.floor(deps.now().getTime() / 1000)
  const encrypt = cipher.seal(JSON.stringify(reply), deps.randomBytes(16))
  const msgsignature = cipher.sign(String(timestamp), nonce, encrypt)
  const body = JSON.stringify({ encrypt, msgsignature, timestamp, nonce })
  return { status: 200, type: 'application/json; charset=utf-8', body }
}

function write(response: ServerResponse, { status, body = '', type }: Answer): void {
  if (response.destroyed) return
  response.writeHead(status, {
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    ...(type && { 'content-type': type }),
    ...(status === 405 && { allow: 'GET, POST' }),
  })
  response.end(body)
}
