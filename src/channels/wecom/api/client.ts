/** Calls the platform's API with the access token of one secret (wecom.md 4). */
import type { z } from 'zod'
import { callHttp, type HttpCall, type HttpDeps } from './http.ts'
import { callJson, jsonOf, throwRefusal } from './read-answer.ts'
import { type TokenDeps, type TokenSource, tokenSource } from './token.ts'
import { WecomRefused, WecomUnanswered } from './wecom-refused.ts'

/** Every call throws WecomRefused or WecomUnanswered; neither holds a token or a secret. */
export interface WecomApi {
  readonly corpId: string
  json<T>(call: HttpCall, shape: z.ZodType<T>): Promise<T>
  /** The bytes of a file; a refusal hidden in a 200 is thrown. */
  download(call: HttpCall, mostBytes: number): Promise<Download>
}

interface Download {
  /** Nothing when there were more than allowed. */
  readonly bytes: Buffer | undefined
  readonly contentType: string
  readonly disposition: string
}

/** Both mean that the token is no longer good (wecom.md 4.2). */
const TOKEN_REFUSED = new Set([40014, 42001])

export function wecomApi(deps: TokenDeps): WecomApi {
  const tokens = tokenSource(deps)
  const withToken = <T>(call: HttpCall, run: (call: HttpCall, token: string) => Promise<T>) =>
    callWithToken(tokens, call, run)
  return {
    corpId: deps.corpId,
    json: (call, shape) =>
      withToken(call, (full, token) => callJson(deps, full, shape, [token, deps.secret])),
    download: (call, mostBytes) =>
      withToken(call, (full, token) => download(deps, full, mostBytes, [token, deps.secret])),
  }
}

async function callWithToken<T>(
  tokens: TokenSource,
  call: HttpCall,
  run: (call: HttpCall, token: string) => Promise<T>,
): Promise<T> {
  const withToken = (token: string) => ({ ...call, query: { ...call.query, access_token: token } })
  const token = await beforeTheCall(call, tokens.current())
  try {
    return await run(withToken(token), token)
  } catch (error) {
    if (!(error instanceof WecomRefused && TOKEN_REFUSED.has(error.code))) throw error
    const other = await beforeTheCall(call, tokens.instead(token))
    return run(withToken(other), other)
  }
}

/** However the token call fails, the call that needed it was not made. */
async function beforeTheCall(call: HttpCall, token: Promise<string>): Promise<string> {
  try {
    return await token
  } catch (error) {
    if (!(error instanceof WecomUnanswered)) throw error
    throw new WecomUnanswered(call.path, `no token: ${error.reason}`, false)
  }
}

async function download(
  deps: HttpDeps,
  call: HttpCall,
  mostBytes: number,
  secrets: readonly string[],
): Promise<Download> {
  const { headers, body } = await callHttp(deps, call, mostBytes)
  const contentType = headers.get('content-type') ?? ''
  const disposition = headers.get('content-disposition') ?? ''
  // A customer's own JSON file comes with a name; a refusal never does (wecom.md 8).
  const json = body && !disposition ? jsonOf(body) : undefined
  if (json) throwRefusal(call.path, json, secrets)
  return { bytes: body, contentType, disposition }
}
