/** Reads the raw body of a request, up to a size and within a time, whatever is at the other end. */
import type { IncomingMessage } from 'node:http'

export type Body =
  | { readonly bytes: Buffer }
  | { readonly refused: 'encoded' | 'too-large' | 'late' | 'broken' }

export interface BodyLimits {
  readonly maxBytes: number
  readonly withinMs: number
}

/** How long the sender of a refused body has to take our answer before the connection goes. */
const LINGER_MS = 1000

/**
 * Never rejects: what can go wrong is in the answer. Compressed bodies are refused, the platform sends none.
 * Of a body that is refused nothing more is read, of one that announces too much nothing at all, and soon after the
 * connection is cut: at once would reset it under our answer.
 */
export function readBody(request: IncomingMessage, limits: BodyLimits): Promise<Body> {
  const refused = refusedByHead(request, limits.maxBytes)
  if (refused) {
    stopReading(request)
    return Promise.resolve({ refused })
  }
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0
    const finish = (body: Body) => {
      clearTimeout(timer)
      request.off('data', onData).off('end', onEnd).off('error', onBroken).off('close', onBroken)
      if ('refused' in body) stopReading(request)
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

function refusedByHead({ headers }: IncomingMessage, maxBytes: number) {
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') return 'encoded'
  return Number(headers['content-length'] ?? 0) > maxBytes ? 'too-large' : undefined
}

function stopReading(request: IncomingMessage): void {
  request.on('error', () => request.destroy())
  // Begun, so that Node does not read it to its end and throw it away, however long it is; then left where it is.
  request.pause()
  request.read(0)
  setTimeout(() => request.destroy(), LINGER_MS).unref()
}
