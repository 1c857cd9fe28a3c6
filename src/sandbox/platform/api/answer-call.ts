/** Answers one HTTP request to the platform's interface: always 200, whatever its errcode (wecom.md 4). */
import { setTimeout as pause } from 'node:timers/promises'
import { takeFault } from '../faults.ts'
import { refuseBrokenText } from '../fields.ts'
import { isJsonObject, type JsonObject } from '../json.ts'
import { need, Refused } from '../refused.ts'
import type { FaultRow } from '../store/rows.ts'
import type { World } from '../world.ts'
import { type Answer, type Call, isFile, type Route } from './call.ts'
import { countCall } from './frequency.ts'
import { appOfToken, killToken } from './tokens.ts'

export interface HttpRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly contentType: string
  readonly raw: Buffer
}

export type HttpAnswer =
  | {
      readonly status: number
      readonly headers: Readonly<Record<string, string>>
      readonly body: Buffer | string
    }
  /** The line breaks instead. */
  | 'drop'

/** `route` is the one at the request's path. */
export async function answerCall(
  world: World,
  route: Route,
  request: HttpRequest,
): Promise<HttpAnswer> {
  const fault = world.store.transaction(() => takeFault(world, { on: 'call', path: request.path }))
  if (!fault) return outcome(world, route, request)
  return disturbed(world, fault, { ...request, run: () => outcome(world, route, request) })
}

type Run = HttpRequest & { readonly run: () => HttpAnswer }

async function disturbed(world: World, fault: FaultRow, { query, run }: Run): Promise<HttpAnswer> {
  const { value } = fault
  switch (fault.effect) {
    case 'errcode':
      return jsonAnswer(refusal(world, value, 'fault'))
    case 'status':
      return { status: value, headers: {}, body: '' }
    case 'garbled':
      return { status: 200, headers: { 'content-type': 'text/html' }, body: GATEWAY_PAGE }
    case 'drop':
      return 'drop'
    case 'timeout':
      return unanswered(value)
    case 'drop-after':
      run()
      return 'drop'
    case 'timeout-after':
      run()
      return unanswered(value)
    case 'kill-token':
      world.store.transaction(() => killToken(world, query.get('access_token') ?? ''))
      return run()
    default:
      await pause(value)
      return run()
  }
}

const GATEWAY_PAGE = '<html><head><title>Bad gateway</title></head><body>nginx</body></html>'

/** The caller hangs up long before, unless it waits for ever. */
async function unanswered(ms: number): Promise<'drop'> {
  await pause(ms, undefined, { ref: false })
  return 'drop'
}

function outcome(world: World, route: Route, request: HttpRequest): HttpAnswer {
  try {
    world.store.transaction(() => countCall(world, request.path))
    const answer = world.store.transaction(() => run(world, route, request))
    return isFile(answer) ? fileAnswer(answer) : jsonAnswer({ errcode: 0, errmsg: 'ok', ...answer })
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return jsonAnswer(refusal(world, error.code, error.message))
  }
}

function run(world: World, route: Route, request: HttpRequest): Answer {
  // A GET where a POST belongs has no body to read parameters from (wecom.md 4.3).
  need(request.method === route.method, 40058, `use ${route.method}`)
  const { query, contentType, raw } = request
  const authorised = route.needs === 'nothing' ? undefined : appOfToken(world, query)
  const body = route.takes === 'json' ? jsonBody(raw) : {}
  const call: Call = { query, contentType, raw, body }
  if (route.needs === 'nothing') return route.run(world, call)
  need(authorised, 40014, 'invalid access_token')
  need(route.needs !== 'contact' || authorised.kf, 48002, 'this app may not use 客户联系')
  need(route.needs !== 'kf' || authorised.kf, 48007, 'no account is granted to this app')
  return route.run(world, { ...call, app: authorised })
}

function jsonBody(raw: Buffer): JsonObject {
  const value = parseJson(raw)
  need(isJsonObject(value), 40058, 'the body is not a JSON object')
  refuseBrokenText(value)
  return value
}

function parseJson(raw: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(raw))
  } catch (error) {
    if (error instanceof Error) throw new Refused(40058, 'Warning: wrong json format.')
    throw error
  }
}

/** The message carries a hint that changes every time: nobody can match on it (wecom.md, head). */
function refusal(world: World, errcode: number, reason: string): JsonObject {
  const hint = `${world.now().getTime()}${Math.floor(world.random.fraction() * 1e9)}`
  const more = `more info at https://open.work.weixin.qq.com/devtool/query?e=${errcode}`
  return { errcode, errmsg: `${reason}, hint: [${hint}], from ip: 127.0.0.1, ${more}` }
}

function jsonAnswer(value: JsonObject): HttpAnswer {
  const headers = { 'content-type': 'application/json; charset=UTF-8' }
  return { status: 200, headers, body: JSON.stringify(value) }
}

function fileAnswer(answer: Extract<Answer, { file: Buffer }>): HttpAnswer {
  const headers = {
    'content-type': answer.contentType,
    'content-disposition': `attachment; ${nameParts(answer.filename)}`,
  }
  return { status: 200, headers, body: answer.file }
}

/** A name that is not ASCII stands beside a plain one, as headers carry no other characters (RFC 6266, section 5). */
function nameParts(filename: string): string {
  if (/^[\x20-\x7e]+$/.test(filename)) return `filename="${filename}"`
  const extension = /\.\w{1,8}$/.exec(filename)?.[0] ?? ''
  return `filename="file${extension}"; filename*=UTF-8''${encodeURIComponent(filename)}`
}
