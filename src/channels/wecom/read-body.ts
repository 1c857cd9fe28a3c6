/** Reads the raw body of a request, up to a size and within a time, whatever is at the other end. */
import type { IncomingMessage } from 'node:http'

export type Body =
  | { readonly bytes: Buffer }
  | { readonly refused: 'encoded' | 'too-large' | 'late' | 'broken' }

export interface BodyLimits {
  readonly maxBytes: number
  readonly withinMs: number
}

/** How much of a refused body is thrown away politely before the connection is cut. */
const DRAIN_FACTOR = 16

/** Never rejects: what can go wrong is in the answer. Compressed bodies are refused, the platform sends none. */
export function readBody(request: IncomingMessage, limits: BodyLimits): Promise<Body> {
  const encoding = request.headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity') {
    drain(request, limits.maxBytes * DRAIN_FACTOR)
    return Promise.resolve({ refused: 'encoded' })
  }
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0
    const finish = (body: Body) => {
      clearTimeout(timer)
      request.off('data', onData).off('end', onEnd).off('error', onBroken).off('close', onBroken)
      if ('refused' in body) drain(request, limits.maxBytes * DRAIN_FACTOR)
      resolve(body)
    }
    const onData = (chunk: Buffer) => {
      size += chunk.length
      if (size > limits.maxBytes) return finish({ refused: 'too-large' })
      chunks.push(chunk)
    }
    const onEnd = () => finish({ bytes: Buffer.concat(chunks) })
    const onBroken = () => finish({ refused: 'broken' })
    const timer = setTimeout(() => finish({ refused: 'late' }), limits.withinMs)
    request.on('data', onData).on('end', onEnd).on('error', onBroken).on('close', onBroken)
  })
}

/** Lets the sender read our answer: cutting at once would reset the connection under it. */
function drain(request: IncomingMessage, mostBytes: number): void {
  let size = 0
  request.on('error', () => request.destroy())
  request.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > mostBytes) request.destroy()
  })
  request.resume()
}
