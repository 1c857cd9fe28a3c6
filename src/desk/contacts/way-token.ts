/** The name of a code to scan: what comes back as `state` of a new customer and as `scene_param` of an opened chat. */
import { randomBytes } from 'node:crypto'

const BYTES = 8
/** At the end of a scene, behind the place the link was shown at. */
const IN_SCENE = /\?(QR[0-9A-F]{16})$/

/** Nobody guesses one of 2^64. */
export function newWayToken(): string {
  return `QR${randomBytes(BYTES).toString('hex').toUpperCase()}`
}

/** Null for scenes of others. */
export function wayTokenOf(scene: string): string | null {
  return IN_SCENE.exec(scene)?.[1] ?? null
}
