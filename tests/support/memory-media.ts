/** Files of ours and the platform's handles of them, in memory. */
import type { MediaIdDeps, StoredFile, UploadedMedia } from '../../src/channels/wecom/media-ids.ts'

export const PHOTO: StoredFile = {
  bytes: Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4]),
  contentType: 'image/jpeg',
}

export interface MemoryMedia extends MediaIdDeps {
  readonly uploaded: Map<string, UploadedMedia>
}

export function memoryMedia(
  files: Readonly<Record<string, StoredFile>>,
  now: () => Date = () => new Date(),
): MemoryMedia {
  const uploaded = new Map<string, UploadedMedia>()
  return {
    uploaded,
    openFile: async (fileId) => files[fileId],
    store: {
      find: async (corpId, fileId) => uploaded.get(`${corpId}/${fileId}`),
      save: async (corpId, fileId, media) => void uploaded.set(`${corpId}/${fileId}`, media),
    },
    now,
  }
}
