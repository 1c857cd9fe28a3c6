/** Ids nobody can guess, from the system's own source of randomness. */
import { randomBytes, randomInt } from 'node:crypto'
import type { Random } from './world.ts'

export function systemRandom(): Random {
  return {
    id: (length) => randomBytes(length).toString('base64url').slice(0, length),
    fraction: () => randomInt(2 ** 31) / 2 ** 31,
  }
}
