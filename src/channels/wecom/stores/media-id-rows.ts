/** The platform's handles of our own files, in the rows of the files. */
import type { Database } from '../../../database/open-database.ts'
import type { MediaIdDeps } from '../media-ids.ts'

export function mediaIdRows(db: Database): MediaIdDeps['store'] {
  return {
    async find(corpId, fileId) {
      const row = await db
        .selectFrom('media_file')
        .select(['uploadedId', 'uploadedAt'])
        .where('id', '=', fileId)
        .where('corpId', '=', corpId)
        .executeTakeFirst()
      const { uploadedId, uploadedAt } = row ?? {}
      return uploadedId && uploadedAt ? { mediaId: uploadedId, uploadedAt } : undefined
    },
    async save(corpId, fileId, { mediaId, uploadedAt }) {
      await db
        .updateTable('media_file')
        .set({ uploadedId: mediaId, uploadedAt })
        .where('id', '=', fileId)
        .where('corpId', '=', corpId)
        .execute()
    },
  }
}
