/** A picture that a bot may show: JPG or PNG, ten megabytes at most (wecom.md 10.1; path/101031). */
import type { StoredFile } from '../media-ids.ts'
import { refusedHere } from '../send-refusal.ts'

export interface FileDeps {
  /** Nothing when the file is gone. */
  readonly openFile: (fileId: string) => Promise<StoredFile | undefined>
}

const TYPES = ['image/jpeg', 'image/png']
const MOST_BYTES = 10 * 1024 * 1024

/** Its bytes. Throws SendRefused of class `data` when it cannot be shown. */
export async function openPicture({ openFile }: FileDeps, fileId: string): Promise<Buffer> {
  const file = await openFile(fileId)
  if (!file) throw refusedHere('44001', `file ${fileId} is gone`)
  if (!TYPES.includes(file.contentType) || file.bytes.length > MOST_BYTES) {
    throw refusedHere('40009', `${file.contentType} of ${file.bytes.length} bytes`)
  }
  return Buffer.from(file.bytes)
}
