/** An object store in memory that takes only what is signed right: signatures are computed again by aws4. */
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { sign } from 'aws4'

export interface S3Server {
  readonly endpoint: string
  readonly objects: Map<string, Buffer>
  /** Requests are taken and never answered from now on. */
  fallSilent(): void
  close(): Promise<void>
}

export const S3_KEYS = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'a-secret/of+the=store',
} as const
export const S3_BUCKET = 'guanjia-media'
const REGION = 'us-east-1'

export async function startS3Server(): Promise<S3Server> {
  const objects = new Map<string, Buffer>()
  let isSilent = false
  const server = createServer(async (request, response) => {
    const body = await buffer(request)
    if (!isSilent) answer(objects, { request, response, body })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    endpoint: `http://127.0.0.1:${port}`,
    objects,
    fallSilent: () => {
      isSilent = true
    },
    close: () => {
      server.closeAllConnections()
      return new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly body: Buffer
}

function answer(objects: Map<string, Buffer>, { request, response, body }: Exchange): void {
  const refuse = (status: number, code: string) => {
    response.writeHead(status, { 'content-type': 'application/xml' })
    response.end(
      `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`,
    )
  }
  if (!isSigned(request, body)) return void refuse(403, 'SignatureDoesNotMatch')
  const path = new URL(request.url ?? '/', 'http://store').pathname
  const [, bucket, ...key] = path.split('/')
  if (bucket !== S3_BUCKET) return void refuse(404, 'NoSuchBucket')
  const name = key.join('/')
  if (request.method === 'PUT') objects.set(name, body)
  if (request.method === 'DELETE') objects.delete(name)
  const found = objects.get(name)
  if (request.method === 'GET' && !found) return void refuse(404, 'NoSuchKey')
  response.writeHead(request.method === 'DELETE' ? 204 : 200, { etag: '"1"' })
  response.end(request.method === 'GET' ? found : undefined)
}

/** Signature version 4, header form: the same request, signed by somebody else, has the same signature. */
function isSigned(request: IncomingMessage, body: Buffer): boolean {
  const given = String(request.headers.authorization)
  const names = /SignedHeaders=([^,]+)/.exec(given)?.[1]?.split(';') ?? []
  const headers = Object.fromEntries(names.map((name) => [name, String(request.headers[name])]))
  const told = headers['x-amz-content-sha256']
  const hash = createHash('sha256').update(body).digest('hex')
  if (told !== hash && told !== 'UNSIGNED-PAYLOAD') return false
  const again = sign(
    {
      service: 's3',
      region: REGION,
      ...(request.method && { method: request.method }),
      ...(request.url && { path: request.url }),
      headers,
    },
    S3_KEYS,
  )
  return signatureOf(String(again.headers?.['Authorization'])) === signatureOf(given)
}

function signatureOf(authorization: string): string | undefined {
  return /Signature=([0-9a-f]{64})/.exec(authorization)?.[1]
}
