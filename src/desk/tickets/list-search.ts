/** Which tickets a dispatcher means by a person, a building, a room, the end of a number or of a phone. */

export interface ListSearch {
  /** Ids of members whose tickets are meant. */
  readonly staffIds: readonly string[]
  readonly buildingCode: string | null
  /** Like 3-2-501. */
  readonly roomCode: string | null
  /** Four digits: the end of a ticket's number or of the caller's phone. */
  readonly ending: string | null
}

const ROOM = /(\d{1,3})(?:-|栋|幢|号楼|座)(\d{1,2})(?:-|单元)(\d{2,4})/
const BUILDING = /(\d{1,3})(?:栋|幢|号楼|座)/
const ENDING = /(?:^|\D)(\d{4})(?:\D|$)/
const LONGEST = 200

/** Whatever is found in the words has to hold; nothing found means all. */
export function readSearch(
  said: string,
  people: readonly { readonly id: string; readonly name: string }[],
): ListSearch {
  const words = said.normalize('NFKC').slice(0, LONGEST)
  const room = ROOM.exec(words)
  const roomCode = room ? room.slice(1).join('-') : null
  const rest = room ? words.replace(room[0], ' ') : words
  const building = BUILDING.exec(rest)
  return {
    staffIds: people.filter(({ name }) => words.includes(name)).map(({ id }) => id),
    buildingCode: building?.[1] ?? null,
    roomCode,
    ending: ENDING.exec(rest)?.[1] ?? null,
  }
}
