/** Answers one call of the control interface: JSON in, JSON out, a bearer secret on every call. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { HttpAnswer, HttpRequest } from '../api/answer-call.ts'
import { checkCallbackUrl } from '../callback/callback-url.ts'
import { CHAT_ROUTES } from './chat-routes.ts'
import { CONTACT_CONTROL } from './contact-routes.ts'
import { type ControlCall, parse, type Surroundings } from './control-call.ts'
import { DIRECTORY_CONTROL } from './directory-routes.ts'
import { FAULT_ROUTES } from './fault-routes.ts'
import { PHONE_ROUTES } from './phone-routes.ts'
import { callbackSchema, PLATFORM_ROUTES } from './platform-routes.ts'
import { WrongInput } from './wrong-input.ts'

const ROUTES = [
  ...PLATFORM_ROUTES,
  ...PHONE_ROUTES,
  ...CHAT_ROUTES,
  ...FAULT_ROUTES,
  ...CONTACT_CONTROL,
  ...DIRECTORY_CONTROL,
]

export interface ControlRequest extends HttpRequest {
  readonly authorization: string
}

/** `request.path` is the path behind `/control`. */
export async function answerControl(
  around: Surroundings,
  secret: string,
  request: ControlRequest,
): Promise<HttpAnswer> {
  const { method, path } = request
  if (method === 'GET' && path === '/health') return json(200, around.facts)
  if (!isSecret(request.authorization, secret)) return json(401, { error: 'unauthorised' })
  try {
    if (method === 'PUT' && path === '/callback') await verifyAddress(around, request)
    return json(
      200,
      around.world.store.transaction(() => run(around, request)),
    )
  } catch (error) {
    if (error instanceof WrongInput) return json(error.status, { error: error.message })
    throw error
  }
}

function run(around: Surroundings, request: ControlRequest): unknown {
  for (const route of ROUTES) {
    const match = route.method === request.method ? route.path.exec(request.path) : null
    if (match) return route.run(around, callOf(request, match))
  }
  throw new WrongInput(404, '没有这个接口')
}

function callOf(request: ControlRequest, match: RegExpExecArray): ControlCall {
  const params = match.slice(1).map(decode)
  return { params, query: request.query, body: jsonBody(request.raw) }
}

/** The address is checked as the console checks it before it saves one (wecom.md 1.4). */
async function verifyAddress(around: Surroundings, request: ControlRequest): Promise<void> {
  const { agentId, url } = parse(callbackSchema, jsonBody(request.raw))
  const wrong = await checkCallbackUrl(around.world, agentId, url)
  if (wrong !== undefined) throw new WrongInput(400, wrong)
}

function jsonBody(raw: Buffer): unknown {
  if (raw.length === 0) return {}
  try {
    return JSON.parse(raw.toString('utf8'))
  } catch {
    throw new WrongInput(400, '请求体不是 JSON')
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw new WrongInput(400, '路径读不出来')
  }
}

/** Hashed first, so that neither length nor contents show in the time it takes. */
function isSecret(authorization: string, secret: string): boolean {
  const digest = (value: string) => createHash('sha256').update(value).digest()
  return timingSafeEqual(digest(authorization), digest(`Bearer ${secret}`))
}

function json(status: number, value: unknown): HttpAnswer {
  const headers = { 'content-type': 'application/json; charset=utf-8' }
  return { status, headers, body: JSON.stringify(value) }
}
