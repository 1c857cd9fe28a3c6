/** The one part a media upload must have, read as literally as the platform reads it. */
import { need } from '../refused.ts'

export interface UploadedPart {
  readonly filename: string
  readonly bytes: Buffer
}

/**
 * The part named `media`. Refuses with 44001 when there is none and 40058 when its file name
 * is missing or not plain ASCII, which breaks uploads on the real platform (wecom.md 8).
 */
export function mediaPart(contentType: string, body: Buffer): UploadedPart {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(contentType)?.[1]
  need(boundary !== undefined, 44001, 'the body is not multipart/form-data')
  for (const part of partsOf(body, Buffer.from(`--${boundary}`))) {
    const headers = part.headers
    if (!/content-disposition:[^\r\n]*\bname="media"/i.test(headers)) continue
    const filename = /\bfilename="([^"\r\n]*)"/i.exec(headers)?.[1] ?? ''
    need(filename !== '', 40058, 'the media part has no filename')
    need(/^[\x20-\x7e]+$/.test(filename), 40058, 'the filename is not ASCII')
    return { filename, bytes: part.content }
  }
  need(false, 44001, 'there is no part named media')
}

function* partsOf(
  body: Buffer,
  delimiter: Buffer,
): Generator<{ headers: string; content: Buffer }> {
  let start = body.indexOf(delimiter)
  while (start !== -1) {
    const from = start + delimiter.length + 2
    const end = body.indexOf(Buffer.concat([Buffer.from('\r\n'), delimiter]), from)
    const head = body.indexOf('\r\n\r\n', from)
    if (end === -1 || head === -1 || head > end) return
    // Header bytes stay bytes: a name that is not ASCII must show as such.
    yield {
      headers: body.subarray(from, head).toString('latin1'),
      content: body.subarray(head + 4, end),
    }
    start = end + 2
  }
}
