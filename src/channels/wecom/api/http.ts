/** One call over HTTP: where it goes, how long it may take, how much may come back, and what its failures mean. */
import { WecomUnanswered } from './wecom-refused.ts'

export interface HttpDeps {
  /** `https://qyapi.weixin.qq.com`, or whatever stands in for it. */
  readonly baseUrl: string
  /** From the first byte sent to the last byte read. */
  readonly timeoutMs: number
}

export interface HttpCall {
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** Holds the secrets: it is never repeated in an error. */
  readonly query?: Readonly<Record<string, string>>
  /** Sent as JSON, unless it is a form. */
  readonly body?: unknown
}

export interface HttpAnswer {
  readonly headers: Headers
  /** Nothing when the answer was longer than allowed. */
  readonly body: Buffer | undefined
}

/** Throws WecomUnanswered and nothing else. */
export async function callHttp(
  deps: HttpDeps,
  call: HttpCall,
  mostBytes: number,
): Promise<HttpAnswer> {
  try {
    const response = await fetch(addressOf(deps, call), requestOf(deps, call))
    if (!response.ok) {
      await response.body?.cancel()
      throw new WecomUnanswered(call.path, `http-${response.status}`, response.status >= 500)
    }
    return { headers: response.headers, body: await readUpTo(response, mostBytes) }
  } catch (error) {
    if (error instanceof WecomUnanswered) throw error
    // Not kept as the cause: undici's errors hold the address, and with it the token.
    const reason = networkReason(error)
    throw new WecomUnanswered(call.path, reason, !NEVER_CONNECTED.has(reason))
  }
}

function addressOf(deps: HttpDeps, call: HttpCall): string {
  const query = new URLSearchParams(call.query).toString()
  return deps.baseUrl.replace(/\/+$/, '') + call.path + (query ? `?${query}` : '')
}

function requestOf(deps: HttpDeps, call: HttpCall): RequestInit {
  const request: RequestInit = {
    method: call.method,
    signal: AbortSignal.timeout(deps.timeoutMs),
    // A redirect would carry the token to an address nobody configured.
    redirect: 'manual',
  }
  if (call.body === undefined) return request
  if (call.body instanceof FormData) return { ...request, body: call.body }
  const headers = { 'content-type': 'application/json; charset=utf-8' }
  return { ...request, headers, body: JSON.stringify(call.body) }
}

async function readUpTo(response: Response, mostBytes: number): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > mostBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** With these the connection never stood, so nothing can have arrived. */
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_INVALID_URL',
])

/** The code of the innermost cause. Several addresses tried in vain count as never connected when each of them does. */
function networkReason(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'timeout'
  if (error.cause instanceof AggregateError) {
    const codes = error.cause.errors.map(codeOf)
    return codes.find((code) => !NEVER_CONNECTED.has(code)) ?? codes[0] ?? 'network'
  }
  return codeOf(error.cause ?? error)
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' && /^[A-Z0-9_]{2,60}$/.test(code) ? code : 'network'
}
