/** Where somebody says they are who has come, and how far that is from where the matter is. */
import { normalBuilding } from '../residents/room-code.ts'
import { buildingName } from '../residents/room-label.ts'
import type { Work } from '../work.ts'
import { cleanName } from './clean-name.ts'
import { cleanText } from './clean-text.ts'
import { metresBetween, type Point } from './distance.ts'
import type { TicketRow } from './ticket.ts'

export interface SaidWhere {
  /** A position the phone sent: degrees of the maps in use (GCJ-02), and what it calls the place. */
  readonly spot?: (Point & { readonly name: string }) | undefined
  readonly building?: string | undefined
  /** What else was said with it: a place, or anything worth noting. */
  readonly words?: string | undefined
}

export interface Where {
  /** Null when no place was named. */
  readonly place: string | null
  /** Null where nothing is known to measure from. */
  readonly metres: number | null
  /** Farther than the rules allow, or at another building: noted and told, never refused. */
  readonly isFar: boolean
  /** Words that name no place; may be empty. */
  readonly text: string
}

export async function readWhere(work: Work, ticket: TicketRow, said: SaidWhere): Promise<Where> {
  const { max_chars, arrival } = work.rules.tickets
  const words = cleanText(said.words ?? '', max_chars)
  const code = said.building ? normalBuilding(cleanName(work, said.building)) : ''
  const typed = placeIn(work, code, words)
  const named = cleanName(work, said.spot?.name ?? '')
  const metres = said.spot ? await metresFrom(work, ticket, said.spot) : null
  const isElsewhere = code !== '' && ticket.buildingCode !== null && code !== ticket.buildingCode
  return {
    place: cleanName(work, named || typed) || null,
    metres,
    isFar: isElsewhere || (metres !== null && metres > arrival.far_metres),
    text: typed !== '' && typed.endsWith(words) ? '' : words,
  }
}

/** 3栋大堂, 大堂, 3栋; empty where neither a building nor a word for a place was said. A long sentence is a note. */
function placeIn(work: Work, code: string, words: string): string {
  const { home, public: shared } = work.rules.categories.places
  const isShort = [...words].length <= work.rules.tickets.max_name_chars
  const isPlace = isShort && [...home, ...shared].some((word) => words.includes(word))
  const building = code ? buildingName(work.rules.residents, code) : ''
  if (!isPlace) return building
  return words.startsWith(building) ? words : `${building}${words}`
}

/** To its building, else to the nearest one of the estate; null when the register has no coordinates. */
async function metresFrom(work: Work, ticket: TicketRow, spot: Point): Promise<number | null> {
  const rows = await work.tx
    .selectFrom('building')
    .select(['code', 'latitude', 'longitude'])
    .where('projectId', '=', ticket.projectId)
    .where('latitude', 'is not', null)
    .where('longitude', 'is not', null)
    .execute()
  const known = rows.map(({ code, latitude, longitude }) => ({
    code,
    metres: metresBetween(spot, { latitude: latitude ?? 0, longitude: longitude ?? 0 }),
  }))
  const own = known.filter(({ code }) => code === ticket.buildingCode)
  const distances = (own.length > 0 ? own : known).map(({ metres }) => metres)
  return distances.length > 0 ? Math.min(...distances) : null
}
