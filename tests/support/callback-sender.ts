/** Sends callbacks as the platform does, sealed by the official package and not by our own cipher. */
import { createCipheriv, randomBytes } from 'node:crypto'
import {
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { encrypt, getSignature } from '@wecom/crypto'

export interface SenderKeys {
  readonly path: string
  readonly corpId: string
  readonly token: string
  readonly aesKey: string
}

export interface Sealed {
  readonly query: string
  readonly body: string
  readonly encrypted: string
}

/** A delivery with a fresh nonce and random prefix, as every attempt has. */
export function sealed(keys: SenderKeys, plaintext: string, receiveId = keys.corpId): Sealed {
  const encrypted = encrypt(keys.aesKey, plaintext, receiveId)
  const [timestamp, nonce] = ['1700000000', randomBytes(6).toString('hex')]
  const signature = getSignature(keys.token, timestamp, nonce, encrypted)
  const query = `msg_signature=${signature}&timestamp=${timestamp}&nonce=${nonce}`
  const body =
    `<xml><ToUserName><![CDATA[${keys.corpId}]]></ToUserName><AgentID><![CDATA[1000002]]></AgentID>` +
    `<Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`
  return { query, body, encrypted }
}

/** The same around any bytes; the official package takes only text. */
export function sealedBytes(keys: SenderKeys, plaintext: Buffer): Sealed {
  const key = Buffer.from(`${keys.aesKey}=`, 'base64')
  const length = Buffer.alloc(4)
  length.writeUInt32BE(plaintext.length)
  const inner = Buffer.concat([randomBytes(16), length, plaintext, Buffer.from(keys.corpId)])
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16))
  const encrypted = Buffer.concat([cipher.update(inner), cipher.final()]).toString('base64')
  const signature = getSignature(keys.token, '1', '2', encrypted)
  return {
    encrypted,
    query: `msg_signature=${signature}&timestamp=1&nonce=2`,
    body: `<xml><Encrypt>\n ${encrypted} \n</Encrypt></xml>`,
  }
}

export interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

export interface RawRequest {
  readonly method: string
  /** Path and query exactly as they go over the wire. */
  readonly target: string
  readonly body?: string | Buffer
  readonly headers?: Readonly<Record<string, string>>
}

/** One request, byte for byte. Status 0 when the connection was cut instead of an answer. */
export function send(
  port: number,
  { method, target, body, headers }: RawRequest,
): Promise<Answered> {
  return new Promise((resolve) => {
    const cut = () => resolve({ status: 0, headers: {}, body: Buffer.alloc(0) })
    const outgoing = request(
      { host: '127.0.0.1', port, method, path: target, headers: { ...headers }, agent: false },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', cut)
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks),
          }),
        )
      },
    )
    outgoing.on('error', cut)
    outgoing.end(body)
  })
}

export interface Served {
  readonly port: number
  readonly server: Server
  close(): Promise<void>
}

/** Serves one handler; what it does not take is answered 404, as the pages behind it would. */
export async function serve(
  handler: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>,
): Promise<Served> {
  const server = createServer(async (incoming, response) => {
    if (await handler(incoming, response)) return
    response.writeHead(404).end('somebody else')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    server,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
