/** Where the files of an installation lie: in an object store, or in a folder beside its data. */
import { join } from 'node:path'
import { folderStorage } from './folder-storage.ts'
import { type S3Settings, s3Storage } from './s3-storage.ts'
import type { Storage } from './storage.ts'

export function chooseStorage(at: {
  readonly s3: S3Settings | null
  readonly dataDir: string
}): Storage {
  return at.s3 ? s3Storage(at.s3) : folderStorage(join(at.dataDir, 'media'))
}
