/** Makes one hostile request: a right one, of which one layer is wrong. */
import type { Chance } from '../support/app/seeded.ts'
import { damaged } from './damage.ts'
import { hostileJson, hostileXml } from './documents.ts'
import { bodyOf, type Oddities, sealAnything, signedQuery } from './seal-anything.ts'
import type { Door } from './targets.ts'

/** Which layer is wrong. */
export type Layer =
  | 'envelope'
  | 'ciphertext'
  | 'padding'
  | 'message'
  | 'message bytes'
  | 'query'
  | 'challenge'

export const LAYERS: readonly Layer[] = [
  'envelope',
  'ciphertext',
  'padding',
  'message',
  'message bytes',
  'query',
  'challenge',
]

export interface Mutant {
  readonly layer: Layer
  readonly method: 'GET' | 'POST'
  /** Path and query; every character may stand in a request line. */
  readonly target: string
  readonly body: Buffer
}

/** `serial` is in the nonce, so that no two are replays of one another. */
export function mutant(door: Door, chance: Chance, serial: string): Mutant {
  const layer = LAYERS[chance.between(0, LAYERS.length - 1)] as Layer
  const hostile = door.speaks === 'xml' ? hostileXml : hostileJson
  const message = hostile(chance, serial)
  const made = MAKERS[layer]({ door, chance, serial, message })
  const target = `${door.keys.path}?${made.query}`
  return { layer, method: layer === 'challenge' ? 'GET' : 'POST', target, body: made.body }
}

interface Making {
  readonly door: Door
  readonly chance: Chance
  readonly serial: string
  readonly message: Buffer
}

interface Made {
  readonly query: string
  readonly body: Buffer
}

const MAKERS: Readonly<Record<Layer, (of: Making) => Made>> = {
  envelope({ door, chance, serial, message }) {
    const { query, encrypted } = sealAnything(door, message, serial)
    return { query, body: damaged(Buffer.from(bodyOf(door, encrypted)), chance) }
  },
  ciphertext({ door, chance, serial, message }) {
    const { encrypted } = sealAnything(door, message, serial)
    const hurt = damaged(Buffer.from(encrypted, 'base64'), chance).toString('base64')
    return { query: signedQuery(door, hurt, serial), body: Buffer.from(bodyOf(door, hurt)) }
  },
  padding({ door, chance, serial, message }) {
    const { query, encrypted } = sealAnything(door, message, serial, oddity(chance))
    return { query, body: Buffer.from(bodyOf(door, encrypted)) }
  },
  message({ door, serial, message }) {
    const { query, encrypted } = sealAnything(door, message, serial)
    return { query, body: Buffer.from(bodyOf(door, encrypted)) }
  },
  'message bytes'({ door, chance, serial, message }) {
    const { query, encrypted } = sealAnything(door, damaged(message, chance), serial)
    return { query, body: Buffer.from(bodyOf(door, encrypted)) }
  },
  query({ door, chance, serial, message }) {
    const { query, encrypted } = sealAnything(door, message, serial)
    const hurt = damaged(Buffer.from(query), chance).toString('latin1')
    return { query: writable(hurt), body: Buffer.from(bodyOf(door, encrypted)) }
  },
  challenge({ door, chance, serial, message }) {
    const { query, encrypted } = sealAnything(door, message, serial, oddity(chance))
    const echo = chance.fraction() < 0.5 ? encodeURIComponent(encrypted) : encrypted
    // A request line has its own limit, which is Node's and not ours.
    const asked = `${query}&echostr=${echo}`.slice(0, 12_000)
    return { query: asked, body: Buffer.alloc(0) }
  },
}

/** Sometimes none: a challenge that is right must be answered. */
function oddity(chance: Chance): Oddities {
  switch (chance.between(0, 3)) {
    case 0:
      return { pad: { byte: chance.between(0, 255), count: chance.between(0, 64) } }
    case 1:
      return { length: chance.between(0, 2 ** 32 - 1) }
    case 2:
      return { receiveId: ['', 'ww9999999999999999', 'x'.repeat(5000)][chance.between(0, 2)] ?? '' }
    default:
      return {}
  }
}

/** What cannot stand in a request line is escaped, as every client does it. */
function writable(query: string): string {
  return query.replaceAll(
    /[^\x21-\x7e]/g,
    (odd) => `%${odd.charCodeAt(0).toString(16).padStart(2, '0')}`,
  )
}
