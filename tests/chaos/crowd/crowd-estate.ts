/** The demo estate grown until several hundred people have a home of their own in it, and technicians enough. */
import type { Estate } from '../../../src/sandbox/estate.ts'

export interface CrowdOwner {
  /** Also the phone's id in the sandbox. */
  readonly id: string
  readonly name: string
  /** 3-2-501 */
  readonly room: string
}

export interface CrowdEstate {
  readonly estate: Estate
  readonly owners: readonly CrowdOwner[]
  /** Ids of the technicians that were added. */
  readonly technicians: readonly string[]
}

/** The same book with more floors, one owner for each new home that is needed, and more technicians. */
export function grownEstate(demo: Estate, owners: number, technicians: number): CrowdEstate {
  const { buildings, units, doors } = demo
  const doorsOf = (floor: number) =>
    buildings.flatMap((building) =>
      units.flatMap((unit) => doors.map((door) => `${building}-${unit}-${floor}${door}`)),
    )
  const rooms: string[] = []
  let floors = demo.floors
  while (rooms.length < owners) rooms.push(...doorsOf(++floors))
  const people = rooms.slice(0, owners).map((room, at) => ({
    id: `owner-${at + 1}`,
    name: `住户${at + 1}`,
    phone: `136${String(at + 1).padStart(8, '0')}`,
    rooms: [room],
    relation: '业主',
  }))
  const model = demo.staff.find(({ id }) => id === 'li-jun')
  if (!model) throw new Error('the demo estate has no li-jun')
  const staff = Array.from({ length: technicians }, (_, at) => ({
    ...model,
    id: `tech-${at + 1}`,
    name: `师傅${at + 1}`,
    phone: `137${String(at + 1).padStart(8, '0')}`,
  }))
  const others = people.map(({ id: _, ...person }) => person)
  return {
    estate: {
      ...demo,
      floors,
      others: [...demo.others, ...others],
      staff: [...demo.staff, ...staff],
    },
    owners: people.map(({ id, name, rooms: [room = ''] }) => ({ id, name, room })),
    technicians: staff.map(({ id }) => id),
  }
}
