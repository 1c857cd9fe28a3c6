/** The calls that fetch and hand over files (wecom.md 8). */
import { z } from 'zod'
import type { MediaKind } from '../../channel.ts'
import type { WecomApi } from './client.ts'

/** The platform gives no more in one piece (830002), and customers cannot send more. */
const MOST_BYTES = 20 * 1024 * 1024

export interface FetchedMedia {
  readonly bytes: Buffer
  /** As the platform says; sniff the bytes before believing it. */
  readonly contentType: string
  /** The name the sender's phone gave it, where there is one. */
  readonly name: string | undefined
}

/** `too-large` when the file has more than `mostBytes`. Throws WecomRefused with 40007 when it is older than 3 days. */
// https://developer.work.weixin.qq.com/document/path/90254
export async function fetchMedia(
  api: WecomApi,
  mediaId: string,
  mostBytes = MOST_BYTES,
): Promise<FetchedMedia | 'too-large'> {
  const call = { method: 'GET', path: '/cgi-bin/media/get', query: { media_id: mediaId } } as const
  const { bytes, contentType, disposition } = await api.download(call, mostBytes)
  if (!bytes) return 'too-large'
  return { bytes, contentType, name: fileNameOf(disposition) }
}

function fileNameOf(disposition: string): string | undefined {
  return /filename="?([^";]{1,200})"?/i.exec(disposition)?.[1]
}

export interface MediaUpload {
  readonly kind: MediaKind
  readonly bytes: Uint8Array
  /** ASCII: other names break the upload. */
  readonly name: string
  readonly contentType: string
}

const UPLOADED = z.object({ media_id: z.string().min(1) })

/** The media id, good for three days in all apps of the corp. */
// https://developer.work.weixin.qq.com/document/path/90253
export async function uploadMedia(api: WecomApi, upload: MediaUpload): Promise<string> {
  const body = new FormData()
  const file = new Blob([Buffer.from(upload.bytes)], { type: upload.contentType })
  body.append('media', file, upload.name)
  const query = { type: upload.kind }
  const path = '/cgi-bin/media/upload'
  return (await api.json({ method: 'POST', path, query, body }, UPLOADED)).media_id
}
