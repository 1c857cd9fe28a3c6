/** Where a matter is: a room of the register, or a public place in people's own words. */
import { findRoom } from '../residents/find-rooms.ts'
import { normalBuilding } from '../residents/room-code.ts'
import { buildingName } from '../residents/room-label.ts'
import type { Work } from '../work.ts'
import { cleanName } from './clean-name.ts'

export interface Place {
  readonly roomId: string | null
  readonly roomCode: string | null
  readonly buildingCode: string | null
  /** As people read it: "3栋2单元501", "3栋大堂", "东门". Empty when nobody said where. */
  readonly place: string
}

export interface SaidPlace {
  /** A room's code or another spelling of it. */
  readonly room?: string | undefined
  readonly building?: string | undefined
  /** A public place. */
  readonly place?: string | undefined
}

/** Null when a room is named that the project does not have. */
export async function findPlace(
  work: Work,
  projectId: string,
  said: SaidPlace,
): Promise<Place | null> {
  if (said.room) {
    const room = await findRoom(work, projectId, cleanName(work, said.room))
    if (!room) return null
    const { id, code, label, buildingCode } = room
    return { roomId: id, roomCode: code, buildingCode, place: label }
  }
  const words = cleanName(work, said.place ?? '')
  if (!said.building) return { roomId: null, roomCode: null, buildingCode: null, place: words }
  const code = normalBuilding(cleanName(work, said.building))
  const building = buildingName(work.rules.residents, code)
  const place = words.startsWith(building) ? words : `${building}${words}`
  return { roomId: null, roomCode: null, buildingCode: code, place }
}
