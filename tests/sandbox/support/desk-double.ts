/** A little desk for the platform's tests: it takes callbacks, opens them with the official package, keeps them. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decrypt, encrypt, getSignature } from '@wecom/crypto'
import { XMLParser } from 'fast-xml-parser'
import type { Corp } from '../../../src/sandbox/platform/corp.ts'

interface Received {
  readonly path: string
  /** msg_signature, timestamp, nonce and the ciphertext: different on every attempt. */
  readonly signature: string
  readonly timestamp: string
  readonly nonce: string
  readonly encrypted: string
  readonly outer: Record<string, unknown>
  /** The decrypted XML, equal on every attempt. */
  readonly plaintext: string
  readonly message: Record<string, unknown>
  /** Resolves when the line is closed, by an answer or because the platform has waited long enough. */
  readonly gone: Promise<void>
}

type Answer = number | string | 'hang' | 'break' | { raw: string }
type Reply = (received: Received) => Answer | Promise<Answer>

export interface DeskDouble {
  readonly url: string
  readonly received: Received[]
  /** What it answers: a status, the inner XML of a passive reply, a raw body, no answer, or a broken line. */
  answerWith(reply: Reply): void
  /** What the address check is answered with; undefined answers it correctly. */
  echoWith(echo: ((plaintext: string) => string) | undefined): void
  close(): Promise<void>
}

const parser = new XMLParser({ parseTagValue: false, ignoreAttributes: true })

export async function openDeskDouble(corp: Corp, port = 0): Promise<DeskDouble> {
  const app = corp.apps[0]!
  const received: Received[] = []
  let reply: Reply = () => 200
  let echo: ((plaintext: string) => string) | undefined

  const server = createServer((request, response) => {
    void handle(request, response)
  })

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://desk')
    if (request.method === 'GET') return answerCheck(url, response)
    const gone = new Promise<void>((resolve) => response.on('close', resolve))
    const one = open(url, await readAll(request), gone)
    if (!one) return void response.writeHead(401).end()
    received.push(one)
    give(response, await reply(one))
  }

  function give(response: ServerResponse, answer: Answer): void {
    if (answer === 'hang') return
    if (answer === 'break') response.destroy()
    else if (typeof answer === 'object') response.end(answer.raw)
    else if (typeof answer === 'number') response.writeHead(answer).end()
    else response.end(answer.startsWith('<xml>') ? sealReply(corp, answer) : answer)
  }

  function answerCheck(url: URL, response: ServerResponse): void {
    const { signature, timestamp, nonce } = signed(url)
    const echostr = url.searchParams.get('echostr') ?? ''
    if (getSignature(app.token, timestamp, nonce, echostr) !== signature) {
      response.writeHead(401).end()
      return
    }
    const { message, id } = decrypt(app.aesKey, echostr)
    if (id !== corp.corpId) throw new Error('wrong receiver')
    response.end(echo ? echo(message) : message)
  }

  function open(url: URL, body: string, gone: Promise<void>): Received | undefined {
    const outer = parser.parse(body).xml
    const encrypted = String(outer.Encrypt)
    const query = signed(url)
    const expected = getSignature(app.token, query.timestamp, query.nonce, encrypted)
    if (expected !== query.signature) return undefined
    const { message: plaintext, id } = decrypt(app.aesKey, encrypted)
    if (id !== corp.corpId) throw new Error('wrong receiver')
    const message = parser.parse(plaintext).xml
    return { path: url.pathname, ...query, encrypted, outer, plaintext, message, gone }
  }

  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/wecom/app/callback`,
    received,
    answerWith(next) {
      reply = next
    },
    echoWith(next) {
      echo = next
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function signed(url: URL) {
  const read = (name: string) => url.searchParams.get(name) ?? ''
  return { signature: read('msg_signature'), timestamp: read('timestamp'), nonce: read('nonce') }
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

/** A passive reply as the desk would send it. */
export function sealReply(corp: Corp, inner: string): string {
  const app = corp.apps[0]!
  const encrypted = encrypt(app.aesKey, inner, corp.corpId)
  const signature = getSignature(app.token, '1700000000', 'n0nce', encrypted)
  return (
    `<xml><Encrypt><![CDATA[${encrypted}]]></Encrypt>` +
    `<MsgSignature><![CDATA[${signature}]]></MsgSignature>` +
    `<TimeStamp>1700000000</TimeStamp><Nonce><![CDATA[n0nce]]></Nonce></xml>`
  )
}
