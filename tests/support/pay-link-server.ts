/** A pay-link service as docs/pay-links.md describes it, which can be held still before and after it does something. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface PayLinkServer {
  readonly url: string
  /** What was asked, in order: `POST key`, `GET key`, `DELETE key`. */
  readonly calls: string[]
  /** Every link there is, by key: how often it was made, and what for. */
  readonly links: Map<string, { times: number; isVoid: boolean; order: unknown }>
  /** The next posts do not come further than this: before the link is made, or after it and before the answer. */
  hold(at: 'before' | 'after' | null): void
  /** Posts standing there. */
  held(): number
  /** Answers posts and looks with this status instead of doing anything; null to work again. */
  answer: number | null
  close(): Promise<void>
}

export async function openPayLinkServer(token: string): Promise<PayLinkServer> {
  let holdAt: 'before' | 'after' | null = null
  let held = 0
  const links: PayLinkServer['links'] = new Map()
  const calls: string[] = []
  const server: PayLinkServer = {
    url: '',
    calls,
    links,
    answer: null,
    hold(at) {
      holdAt = at
      held = 0
    },
    held: () => held,
    async close() {
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    },
  }
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await readAll(request)
    const key = request.url?.split('/')[2] ?? String(request.headers['idempotency-key'])
    calls.push(`${request.method} ${key}`)
    if (request.headers.authorization !== `Bearer ${token}`) return end(response, 401)
    if (server.answer !== null) return end(response, server.answer)
    const known = links.get(key)
    if (request.method === 'POST') return make(response, key, body)
    if (request.method === 'DELETE' && known) known.isVoid = true
    if (!known) return end(response, 404)
    return end(response, 200, linkOf(server, key))
  }
  const make = (response: ServerResponse, key: string, body: string) => {
    if (holdAt !== 'before') {
      const times = (links.get(key)?.times ?? 0) + 1
      links.set(key, { times, isVoid: false, order: JSON.parse(body) as unknown })
    }
    if (holdAt === null) end(response, 201, linkOf(server, key))
    else held += 1
  }
  const http = createServer((request, response) => void serve(request, response))
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const { port } = http.address() as AddressInfo
  return Object.assign(server, { url: `http://127.0.0.1:${port}` })
}

function linkOf({ url }: PayLinkServer, key: string): object {
  return { url: `${url}/pay/${key}` }
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of request) chunks.push(chunk as Uint8Array)
  return Buffer.concat(chunks).toString()
}

function end(response: ServerResponse, status: number, body?: object): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(body && JSON.stringify(body))
}
