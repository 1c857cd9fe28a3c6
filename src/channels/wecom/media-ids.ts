/** Hands a file to the platform once and uses its media id as long as it is good (wecom.md 8). */
import { SendRefused } from '../channel.ts'
import type { WecomApi } from './api/client.ts'
import { uploadMedia } from './api/media.ts'
import { preparing, refusedHere } from './send-refusal.ts'

/** A file as it is stored with us. */
export interface StoredFile {
  readonly bytes: Uint8Array
  /** Such as `image/jpeg`. */
  readonly contentType: string
}

export interface UploadedMedia {
  readonly mediaId: string
  readonly uploadedAt: Date
}

/** Where the platform's handles of our files are kept; a file belongs to one corp. */
interface MediaIdStore {
  find(corpId: string, fileId: string): Promise<UploadedMedia | undefined>
  save(corpId: string, fileId: string, uploaded: UploadedMedia): Promise<void>
}

export interface MediaIdDeps {
  readonly store: MediaIdStore
  /** Nothing when the file is gone. */
  openFile(fileId: string): Promise<StoredFile | undefined>
  now(): Date
}

export interface MediaIds {
  /** `fresh` uploads again whatever is stored: the platform has just said that the stored id is no good. */
  idOf(api: WecomApi, fileId: string, fresh?: boolean): Promise<string>
}

/** Good for three days (path/90253); a send may wait a little in between. */
const GOOD_MS = 3 * 24 * 60 * 60 * 1000 - 60 * 60 * 1000
/** More than five bytes and at most ten megabytes (path/90253). */
const LEAST_BYTES = 6
const MOST_BYTES = 10 * 1024 * 1024
/** The only images the platform takes; the names are ASCII because others break the upload. */
const IMAGE_NAMES: Readonly<Record<string, string>> = {
  'image/jpeg': 'photo.jpg',
  'image/png': 'photo.png',
}

/** Several sends of one file at once share one upload. Failures are SendRefused: nothing was shown yet. */
export function mediaIds(deps: MediaIdDeps): MediaIds {
  const underWay = new Map<string, Promise<string>>()
  return {
    async idOf(api, fileId, fresh = false) {
      const stored = fresh ? undefined : await deps.store.find(api.corpId, fileId)
      if (stored && deps.now().getTime() - stored.uploadedAt.getTime() < GOOD_MS) {
        return stored.mediaId
      }
      const key = `${api.corpId}/${fileId}`
      const upload = underWay.get(key) ?? uploadOnce(deps, api, fileId)
      underWay.set(key, upload)
      return upload.finally(() => underWay.delete(key))
    },
  }
}

export interface ImageBody {
  readonly msgtype: 'image'
  readonly image: { readonly media_id: string }
}

/** The platform does not know the media id: it is older than three days, or was lost. */
const NO_SUCH_MEDIA = '40007'

/** Sends a file as an image; when its stored media id is no good any more, once again with a new one. */
export async function withImage<T>(
  media: MediaIds,
  api: WecomApi,
  fileId: string,
  send: (image: ImageBody) => Promise<T>,
): Promise<T> {
  const bodyOf = (media_id: string): ImageBody => ({ msgtype: 'image', image: { media_id } })
  try {
    return await send(bodyOf(await media.idOf(api, fileId)))
  } catch (error) {
    const isLost = error instanceof SendRefused && error.platformCode === NO_SUCH_MEDIA
    if (!isLost) throw error
    return send(bodyOf(await media.idOf(api, fileId, true)))
  }
}

async function uploadOnce(deps: MediaIdDeps, api: WecomApi, fileId: string): Promise<string> {
  const file = await deps.openFile(fileId)
  if (!file) throw refusedHere('44001', `file ${fileId} is gone`)
  const name = IMAGE_NAMES[file.contentType]
  if (!name) throw refusedHere('40004', `${file.contentType} cannot be shown as an image`)
  const size = file.bytes.length
  if (size < LEAST_BYTES || size > MOST_BYTES) {
    throw refusedHere('40009', `an image of ${size} bytes cannot be sent`)
  }
  const uploadedAt = deps.now()
  const upload = { kind: 'image', bytes: file.bytes, name, contentType: file.contentType } as const
  const mediaId = await preparing(uploadMedia(api, upload))
  await deps.store.save(api.corpId, fileId, { mediaId, uploadedAt })
  return mediaId
}
