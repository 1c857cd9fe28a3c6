/** Temporary media: files that live three days under an id only the platform knows (wecom.md 8, path/90253). */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { need } from '../refused.ts'
import type { MediaRow } from '../store/rows.ts'
import { DAY_MS, type World } from '../world.ts'

export type MediaType = MediaRow['type']

const KEPT_MS = 3 * DAY_MS

export interface NewMedia {
  readonly type: MediaType
  readonly contentType: string
  readonly filename: string
  readonly bytes: Buffer
  readonly robotKey?: string
}

/** Keeps a file. The file is written before the row that names it. Only inside a transaction. */
export function keepMedia(world: World, media: NewMedia): MediaRow {
  const { bytes, ...facts } = media
  const row: MediaRow = {
    ...facts,
    mediaId: `3${world.random.id(63)}`,
    bytes: bytes.length,
    createdAt: world.now().toISOString(),
  }
  mkdirSync(world.mediaDir, { recursive: true })
  writeFileSync(join(world.mediaDir, row.mediaId), bytes, { mode: 0o600 })
  world.tables.media.put(row.mediaId, row)
  return row
}

/** The medium, refused as 40007 when it is unknown, three days old, of another type or another robot's. */
export function useMedia(
  world: World,
  mediaId: string,
  wanted: { readonly type?: MediaType; readonly robotKey?: string } = {},
): MediaRow {
  const row = world.tables.media.get(mediaId)
  need(row, 40007, 'invalid media_id')
  const age = world.now().getTime() - Date.parse(row.createdAt)
  need(age < KEPT_MS, 40007, 'media_id expired')
  need(
    wanted.type === undefined || row.type === wanted.type,
    40007,
    `media_id is of type ${row.type}`,
  )
  need(row.robotKey === wanted.robotKey, 40007, 'media_id belongs to somebody else')
  return row
}

/** The bytes of a kept file; undefined when its file is gone. */
export function mediaBytes(world: World, row: MediaRow): Buffer | undefined {
  const path = join(world.mediaDir, row.mediaId)
  return existsSync(path) ? readFileSync(path) : undefined
}
