/** People in the rooms of a batch: known ones changed, new ones entered, stays begun, changed and ended. */
import { applyStays } from './apply-stays.ts'
import type { Applying } from './context.ts'
import { headerOf } from './difference.ts'
import { gatherHousehold, type WantedPerson } from './gather-household.ts'
import type { PlacedRoom } from './gather-room.ts'
import { loadStays, type RightedStay } from './load-stays.ts'
import { matchPeople } from './match-people.ts'
import { loadPeople, type People } from './people.ts'
import { isCurrent } from './plan-stays.ts'

interface House {
  readonly room: PlacedRoom
  readonly wanted: readonly WantedPerson[]
  readonly stays: readonly RightedStay[]
}

export async function applyHouseholds(
  applying: Applying,
  rooms: readonly PlacedRoom[],
): Promise<void> {
  const houses = await loadHouses(applying, rooms)
  if (houses.length === 0) return
  const people = await loadPeople(
    applying,
    houses.flatMap(({ wanted }) => wanted),
    houses.flatMap(({ stays }) => stays.map((stay) => stay.personId)),
  )
  const begun = []
  for (const { room, wanted, stays } of houses) {
    const members = await settleHousehold(applying, people, { room, wanted, stays })
    begun.push(...(await applyStays(applying, { room, members, stays, people })))
    warnOfNoOwner(applying, room, wanted, stays)
  }
  await people.save()
  if (begun.length > 0) await applying.tx.insertInto('occupancy').values(begun).execute()
}

/** Rooms of which the book names nobody are left as they are. */
async function loadHouses(applying: Applying, rooms: readonly PlacedRoom[]): Promise<House[]> {
  const named = rooms.filter(({ stated }) => stated.occupants.length > 0)
  const stays = await loadStays(
    applying,
    named.map((room) => room.id),
  )
  return named.map((room) => ({
    room,
    wanted: gatherHousehold(applying, room.stated.occupants),
    stays: stays.get(room.id) ?? [],
  }))
}

/** Who each person of the book is; their own data is brought up to date on the way. */
async function settleHousehold(
  applying: Applying,
  people: People,
  { room, wanted, stays }: House,
): Promise<{ readonly personId: string; readonly wanted: WantedPerson }[]> {
  const known = people.ofIds(stays.map((stay) => stay.personId))
  const now = stays.filter((stay) => isCurrent(stay, applying.today))
  const matches = matchPeople({
    wanted,
    known,
    current: people.ofIds(now.map((stay) => stay.personId)),
    elsewhere: people.find,
    isClaimed: people.isClaimed,
  })
  const members = []
  for (const [index, person] of wanted.entries()) {
    const match = matches[index] ?? null
    const personId = match
      ? await people.change(match, person, room.label)
      : people.add(person, room.label)
    members.push({ personId, wanted: person })
  }
  return members
}

function warnOfNoOwner(
  applying: Applying,
  room: PlacedRoom,
  wanted: readonly WantedPerson[],
  stays: readonly RightedStay[],
): void {
  // A space in a car park that is let belongs to nobody of the estate.
  if (room.stated.facts?.kind === 'parking') return
  const isOwner = ({ relation }: { readonly relation: string }) => relation === 'owner'
  if (wanted.some((person) => person.stays.some(isOwner)) || stays.some(isOwner)) return
  const [first] = room.stated.occupants
  if (!first) return
  const { sheet, row, name: value } = first
  const header = headerOf(applying.rules.register, 'people', 'relation')
  applying.problems.warn({ sheet, row, header, value }, 'no_owner')
}
