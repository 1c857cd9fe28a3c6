/** How far two points on the earth are apart. */

export interface Point {
  /** Degrees. */
  readonly latitude: number
  readonly longitude: number
}

const EARTH_METRES = 6_371_000

/** Whole metres along a great circle. Both points are of one system of coordinates. */
export function metresBetween(a: Point, b: Point): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  const north = Math.sin(radians(b.latitude - a.latitude) / 2) ** 2
  const east = Math.sin(radians(b.longitude - a.longitude) / 2) ** 2
  const both = north + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * east
  return Math.round(2 * EARTH_METRES * Math.asin(Math.min(1, Math.sqrt(both))))
}
