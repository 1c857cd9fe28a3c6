/** media/upload, media/get and the robot's own upload (wecom.md 6.1, 8; path/90253, path/90254). */
import type { JsonObject } from '../json.ts'
import { checkUpload, isMediaType } from '../media/file-kind.ts'
import { keepMedia, mediaBytes, useMedia } from '../media/media.ts'
import { mediaPart } from '../media/multipart.ts'
import { countWithin } from '../pace.ts'
import { need } from '../refused.ts'
import type { MediaRow } from '../store/rows.ts'
import type { World } from '../world.ts'
import type { Answer, Call } from './call.ts'

export function uploadMedia(world: World, call: Call): JsonObject {
  const type = call.query.get('type') ?? ''
  need(isMediaType(type), 40005, 'type is image, voice, video or file')
  return uploaded(keep(world, type, call))
}

/** Only files and voices, for the robot whose key it is. */
export function uploadRobotMedia(world: World, robotKey: string, call: Call): JsonObject {
  const type = call.query.get('type') ?? ''
  need(type === 'file' || type === 'voice', 40005, 'type is file or voice')
  return uploaded(keep(world, type, call, robotKey))
}

/** The documents name the code for fetching one id over and over, not how often (wecom.md 8); ours is thirty. */
const PER_MEDIUM = { minute: 30 }

/** The file itself; what goes wrong is JSON in a 200 all the same. */
export function getMedia(world: World, query: URLSearchParams): Answer {
  const mediaId = query.get('media_id') ?? ''
  need(mediaId !== '', 41006, 'missing media_id')
  const row = useMedia(world, mediaId)
  need(countWithin(world, `media/${mediaId}`, PER_MEDIUM), 45033, 'api concurrent out of limit')
  const file = mediaBytes(world, row)
  need(file, 40007, 'invalid media_id')
  return { file, contentType: row.contentType, filename: row.filename }
}

function keep(world: World, type: MediaRow['type'], call: Call, robotKey?: string): MediaRow {
  const { filename, bytes } = mediaPart(call.contentType, call.raw)
  const contentType = checkUpload(type, bytes)
  const owner = robotKey === undefined ? {} : { robotKey }
  return keepMedia(world, { type, contentType, filename, bytes, ...owner })
}

/** created_at is a string of seconds. */
function uploaded(row: MediaRow): JsonObject {
  const createdAt = String(Math.floor(Date.parse(row.createdAt) / 1000))
  return { type: row.type, media_id: row.mediaId, created_at: createdAt }
}
