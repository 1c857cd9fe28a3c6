/** Where something happens, read out of a free sentence: questions for expressions of flows that ask no slots. */
import type { Fact } from '../desk/action.ts'
import { findRooms } from '../dialogue/understand/find-room.ts'
import type { RoomFragment } from '../dialogue/understand/match.ts'
import { normalise } from '../dialogue/understand/normalise.ts'

/** "2栋1单元有人被困" → "2"; empty when no building is named. */
const buildingIn: Fact = {
  signature: 'building_in(string): string',
  answer: async (_work, [text]) => fragmentIn(text).building ?? '',
}

/** What is said of the place beside its building: "1单元", "1单元501", "12楼"; empty when nothing is. */
const placeIn: Fact = {
  signature: 'place_in(string): string',
  async answer(_work, [text]) {
    const { unit, floor, room } = fragmentIn(text)
    return [unit && `${unit}单元`, !room && floor && `${floor}楼`, room]
      .filter((part) => part)
      .join('')
  },
}

export const placeFacts: Readonly<Record<string, Fact>> = {
  building_in: buildingIn,
  place_in: placeIn,
}

/** The fullest of what is named, so that "1单元，就是2栋1单元" means the second. */
function fragmentIn(text: unknown): RoomFragment {
  const found = findRooms(normalise(String(text))).map(({ fragment }) => fragment ?? {})
  const [fullest] = found.toSorted((a, b) => Object.keys(b).length - Object.keys(a).length)
  return fullest ?? {}
}
