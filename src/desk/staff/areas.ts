/** Where somebody works: building codes ("3"), or a unit of one ("3-2"). */

export interface Place {
  readonly buildingCode?: string | null | undefined
  /** Of the building; unknown means any. */
  readonly unitCode?: string | null | undefined
}

/** Nobody is kept from a matter whose place is not known. */
export function coversPlace(
  { areas }: { readonly areas: readonly string[] },
  { buildingCode, unitCode }: Place,
): boolean {
  if (!buildingCode || areas.length === 0) return true
  if (areas.includes(buildingCode)) return true
  if (unitCode) return areas.includes(`${buildingCode}-${unitCode}`)
  return areas.some((area) => area.startsWith(`${buildingCode}-`))
}
