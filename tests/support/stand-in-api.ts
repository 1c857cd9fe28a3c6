/** A small HTTP server in the place of the platform's API: it records every call and answers as the test says. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ApiRequest {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  /** The body as JSON; undefined when it is none. */
  readonly json: Record<string, unknown> | undefined
}

/** JSON to answer with, or a function that writes the answer itself (or never does). */
export type ApiReply = Record<string, unknown> | ((response: ServerResponse) => void)
export type ApiHandler = (request: ApiRequest) => ApiReply | Promise<ApiReply>

export interface StandInApi {
  readonly baseUrl: string
  readonly calls: ApiRequest[]
  /** The calls to one path. */
  callsTo(path: string): ApiRequest[]
  close(): Promise<void>
}

export const TOKEN_PATH = '/cgi-bin/gettoken'

/** Answers gettoken by itself, with `token-1`, `token-2` and so on, unless the handler does. */
export async function startStandInApi(handler: ApiHandler): Promise<StandInApi> {
  const calls: ApiRequest[] = []
  let tokens = 0
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', async () => {
      const url = new URL(request.url ?? '/', 'http://stand-in')
      const body = Buffer.concat(chunks)
      const call: ApiRequest = {
        method: request.method ?? '',
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        headers: request.headers,
        body,
        json: jsonOf(body),
      }
      calls.push(call)
      const reply = await handler(call)
      if (call.path === TOKEN_PATH && reply === DEFAULT) {
        tokens += 1
        return answer(response, { errcode: 0, access_token: `token-${tokens}`, expires_in: 7200 })
      }
      if (typeof reply === 'function') return reply(response)
      return answer(response, reply)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    calls,
    callsTo: (path) => calls.filter((call) => call.path === path),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** A handler returns this for calls it has no answer to; it means errcode 0. */
export const DEFAULT: Record<string, unknown> = { errcode: 0, errmsg: 'ok' }

/** A refusal in the platform's own words. */
export function refusal(errcode: number, words = 'refused'): Record<string, unknown> {
  const more = `more info at https://open.work.weixin.qq.com/devtool/query?e=${errcode}`
  return {
    errcode,
    errmsg: `${words}, hint: [1645025097593810238423219], from ip: 203.0.113.7, ${more}`,
  }
}

function answer(response: ServerResponse, json: Record<string, unknown>): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify(json))
}

function jsonOf(body: Buffer): Record<string, unknown> | undefined {
  try {
    return JSON.parse(body.toString('utf8')) as Record<string, unknown>
  } catch {
    return undefined
  }
}
