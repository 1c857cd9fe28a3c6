/** Whom a notice is for, read out of what the writer says: 全小区, 3栋, 3栋2单元, 3-2-501、3-2-502, 标签独居老人. */
import { findRoom } from '../residents/find-rooms.ts'
import { plainText } from '../residents/plain-text.ts'
import { normalBuilding, normalUnit } from '../residents/room-code.ts'
import type { Work } from '../work.ts'

export type AudiencePart =
  | { readonly scope: 'project' }
  | { readonly scope: 'building'; readonly building: string }
  | { readonly scope: 'unit'; readonly building: string; readonly unit: string }
  | { readonly scope: 'room'; readonly roomId: string; readonly building: string }
  | { readonly scope: 'tag'; readonly tagIds: readonly string[] }

export interface Audience {
  readonly parts: readonly AudiencePart[]
  /** As people read it: 3栋、5栋2单元. */
  readonly label: string
}

export type ReadAudience =
  | { readonly audience: Audience }
  /** The piece nothing of the estate fits. */
  | { readonly unknown: string }

const PIECES = /[、，,;；\s]+|以及|和(?=\S)/
const WHOLE = /^(?:全小区|整个小区|全体|全部|所有人?|全体业主|所有业主|全园区|全项目|小区)$/
const TAG = /^标签[:：]?(.+)$/
const UNIT = /^(.+?)(?:号楼|栋|座|#|-)(.+?)单元$/
const BUILDING = /^(.+?)(?:号楼|栋|座|#)$/
/** More pieces than anybody types; a longer list is a building. */
const MOST_PIECES = 200

export async function readAudience(
  work: Work,
  projectId: string,
  said: string,
): Promise<ReadAudience> {
  const pieces = [...new Set(said.split(PIECES).filter((piece) => piece !== ''))]
  if (pieces.length === 0 || pieces.length > MOST_PIECES) return { unknown: said.slice(0, 20) }
  const read: { part: AudiencePart; label: string }[] = []
  for (const piece of pieces) {
    const found = await readPiece(work, projectId, piece)
    if (!found) return { unknown: piece.slice(0, 20) }
    read.push(found)
  }
  const whole = read.find(({ part }) => part.scope === 'project')
  const kept = whole ? [whole] : read
  const label = kept.map((one) => one.label).join('、')
  return { audience: { parts: kept.map(({ part }) => part), label } }
}

async function readPiece(work: Work, projectId: string, piece: string) {
  if (WHOLE.test(piece)) return { part: { scope: 'project' } as const, label: '全小区' }
  const tag = TAG.exec(piece)?.[1]
  if (tag) return await readTag(work, projectId, tag)
  const [, building, unit] = UNIT.exec(piece) ?? []
  if (building && unit) return await readUnit(work, projectId, building, unit)
  const whole = BUILDING.exec(piece)?.[1]
  if (whole) return await readBuilding(work, projectId, whole)
  const room = await findRoom(work, projectId, piece)
  if (room) {
    const part = { scope: 'room' as const, roomId: room.id, building: room.buildingCode }
    return { part, label: room.label }
  }
  return await readBuilding(work, projectId, piece)
}

async function readBuilding(work: Work, projectId: string, said: string) {
  const found = await buildingOf(work, projectId, said)
  if (!found) return null
  return { part: { scope: 'building' as const, building: found.code }, label: found.name }
}

async function readUnit(work: Work, projectId: string, said: string, unitSaid: string) {
  const building = await buildingOf(work, projectId, said)
  if (!building) return null
  const unit = await work.tx
    .selectFrom('unit')
    .select('code')
    .where('buildingId', '=', building.id)
    .where('code', '=', normalUnit(unitSaid))
    .executeTakeFirst()
  if (!unit) return null
  const part = { scope: 'unit' as const, building: building.code, unit: unit.code }
  return { part, label: `${building.name}${unit.code}单元` }
}

function buildingOf(work: Work, projectId: string, said: string) {
  return work.tx
    .selectFrom('building')
    .select(['id', 'code', 'name'])
    .where('projectId', '=', projectId)
    .where((where) =>
      where.or([where('code', '=', normalBuilding(said)), where('name', '=', plainText(said))]),
    )
    .orderBy('code')
    .executeTakeFirst()
}

/** A tag of the platform by its name, in whichever group. */
async function readTag(work: Work, projectId: string, name: string) {
  const tags = await work.tx
    .selectFrom('contact_tag')
    .innerJoin('project', 'project.corpId', 'contact_tag.corpId')
    .select('contact_tag.id')
    .where('project.id', '=', projectId)
    .where('contact_tag.name', '=', name)
    .execute()
  if (tags.length === 0) return null
  const part = { scope: 'tag' as const, tagIds: tags.map(({ id }) => id) }
  return { part, label: `标签“${name}”` }
}
