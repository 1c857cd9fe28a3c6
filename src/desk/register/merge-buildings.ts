/** Gathers what the rows of a book say about their buildings: each row repeats it, some say more. */
import type { Problems } from './problems.ts'
import type { BuildingFacts } from './records.ts'

export interface BuildingsSaid {
  add(facts: BuildingFacts, sheet: string, row: number): void
  all(): readonly BuildingFacts[]
}

/** The highest number of floors counts, and a lift in any unit; two names for one code are worth a look. */
export function gatherBuildings(problems: Problems): BuildingsSaid {
  const said = new Map<string, BuildingFacts>()
  const warned = new Set<string>()
  return {
    add(facts, sheet, row) {
      const before = said.get(facts.code)
      const isOther = before?.name && facts.name && before.name !== facts.name
      if (isOther && !warned.has(facts.code)) {
        warned.add(facts.code)
        const values = { first: before.name, second: facts.name }
        problems.warn({ sheet, row, value: facts.name }, 'building_names', values)
      }
      warnOfDays(before, facts, (first, second) => {
        problems.warn({ sheet, row, value: second }, 'building_days', { first })
      })
      said.set(facts.code, before ? merged(before, facts) : facts)
    },
    all: () => [...said.values()],
  }
}

/** One building is completed and delivered once. */
function warnOfDays(
  before: BuildingFacts | undefined,
  facts: BuildingFacts,
  warn: (first: string, second: string) => void,
): void {
  for (const field of ['completionDate', 'deliveryDate'] as const) {
    const [first, second] = [before?.[field], facts[field]]
    if (first && second && first !== second) warn(first, second)
  }
}

function merged(a: BuildingFacts, b: BuildingFacts): BuildingFacts {
  const floors = [a.floorsAbove, b.floorsAbove].filter((one) => one !== undefined)
  const lifts = [a.hasLift, b.hasLift].filter((one) => one !== undefined)
  return {
    code: a.code,
    name: a.name ?? b.name,
    floorsAbove: floors.length > 0 ? Math.max(...floors) : undefined,
    hasLift: lifts.length > 0 ? lifts.includes(true) : undefined,
    longitude: a.longitude ?? b.longitude,
    latitude: a.latitude ?? b.latitude,
    completionDate: a.completionDate ?? b.completionDate,
    deliveryDate: a.deliveryDate ?? b.deliveryDate,
    units: b.units.length > 0 ? [...new Set([...a.units, ...b.units])] : a.units,
  }
}
