/** What a backup is: a zip that anybody can open, of the rows of every table and of the files they name. */
import { createHash } from 'node:crypto'
import { z } from 'zod'

/** Written last: a zip without it was never finished. */
export const CONTENTS = 'backup.json'
/** The key that seals phones and talks, unless it is kept elsewhere. */
export const KEY = 'data.key'
/** The rows of a table, as PostgreSQL's COPY writes them. */
export const rowsOf = (table: string) => `tables/${table}.copy`
/** A photo or file, under the key the table `media_file` names it by. */
export const FILES = 'media/'

const tableSchema = z.strictObject({
  name: z.string().min(1),
  columns: z.array(z.string().min(1)).min(1),
  rows: z.number().int().nonnegative(),
})

const contentsSchema = z.strictObject({
  format: z.literal(1),
  madeAt: z.iso.datetime(),
  /** Those applied when it was made, oldest first. */
  migrations: z.array(z.string().min(1)).min(1),
  /** In an order in which they can be filled. */
  tables: z.array(tableSchema).min(1),
  /** Where counters stand; their next number is one more. */
  sequences: z.array(z.strictObject({ name: z.string().min(1), last: z.string().regex(/^\d+$/) })),
  /** Tells the right key from a wrong one, and nothing else of it. */
  keyPrint: z.string().min(1),
  files: z.number().int().nonnegative(),
})

export type TableRows = z.output<typeof tableSchema>
export type Contents = z.output<typeof contentsSchema>

/** Not a backup, a broken one, or none that fits here; the message is for whoever runs the command. */
export class BadBackup extends Error {
  readonly code = 'bad-backup'
}

/** @throws BadBackup */
export function parseContents(text: string): Contents {
  try {
    return contentsSchema.parse(JSON.parse(text))
  } catch {
    throw new BadBackup('这个文件不是管家的备份，或来自更新的版本')
  }
}

export function keyPrint(key: Buffer): string {
  return createHash('sha256').update('print of a data key').update(key).digest('hex').slice(0, 32)
}
