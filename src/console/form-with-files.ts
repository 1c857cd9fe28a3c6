/** A form that brings files along (multipart/form-data, RFC 7578), read whole and never larger than it may be. */
import express, { type Response as Answer, type Request } from 'express'

export interface SentForm {
  /** Texts by their names; of several of one name the last. */
  readonly fields: Readonly<Record<string, string>>
  /** Bytes only: what a file says of its name and kind is nobody's business here. */
  readonly files: readonly Uint8Array[]
}

/**
 * Any other form is what Express made of it, without files. What is larger than `mostBytes` is not taken into memory:
 * `too_large`. @throws an error of status 400 for what is no form
 */
export async function readSentForm(
  request: Request,
  response: Answer,
  mostBytes: number,
): Promise<SentForm | 'too_large'> {
  if (!request.is(KIND)) return { fields: request.body ?? {}, files: [] }
  const body = await bodyOf(request, response, mostBytes)
  return body === 'too_large' ? body : await parts(body, request.get('content-type') ?? '')
}

const KIND = 'multipart/form-data'

async function bodyOf(
  request: Request,
  response: Answer,
  limit: number,
): Promise<Buffer<ArrayBuffer> | 'too_large'> {
  if (Number(request.get('content-length') ?? 0) > limit) return 'too_large'
  const read = express.raw({ type: KIND, limit })
  const error = await new Promise<unknown>((resolve) => read(request, response, resolve))
  if (isTooLarge(error)) return 'too_large'
  if (error) throw error
  return Buffer.isBuffer(request.body) ? (request.body as Buffer<ArrayBuffer>) : Buffer.alloc(0)
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && 'type' in error && error.type === 'entity.too.large'
}

async function parts(body: Buffer<ArrayBuffer>, type: string): Promise<SentForm> {
  const form = await new Response(body, { headers: { 'content-type': type } })
    .formData()
    .catch((cause) => {
      throw Object.assign(new Error('not a form', { cause }), { status: 400 })
    })
  const fields: Record<string, string> = {}
  const files: Uint8Array[] = []
  for (const [name, value] of form) {
    if (typeof value === 'string') fields[name] = value
    // A field for files that nobody chose one in comes as a file of nothing.
    else if (value.size > 0 || value.name !== '')
      files.push(new Uint8Array(await value.arrayBuffer()))
  }
  return { fields, files }
}
