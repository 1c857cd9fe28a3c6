/** What was seen of each app, by all processes together: its last callback, its refusals, our address. */
import type { WecomApi } from './api/client.ts'
import { WecomRefused } from './api/wecom-refused.ts'

/** `callback`, `refused 60020`, `address 203.0.113.7`. */
export interface Sighting {
  readonly corpId: string
  readonly agentId: string
  readonly what: string
  readonly count: number
  readonly at: Date
}

type AppId = Pick<Sighting, 'corpId' | 'agentId'>

export interface Sightings {
  add(app: AppId, what: string): void
  /** Writes down what was seen since the last time; it does so by itself every few seconds. */
  flush(): Promise<void>
}

export interface SightingsDeps {
  save(sightings: readonly Sighting[]): Promise<void>
  now(): Date
  /** A sighting that cannot be written is nobody's misfortune: it is told and forgotten. */
  onFailure(error: unknown): void
}

/** One write for many callbacks: what is shown is at most this old. */
const FLUSH_EVERY_MS = 5_000

export function openSightings(deps: SightingsDeps): Sightings {
  let seen = new Map<string, Sighting>()
  let timer: NodeJS.Timeout | undefined

  const flush = async () => {
    clearTimeout(timer)
    timer = undefined
    const sightings = [...seen.values()]
    seen = new Map()
    if (sightings.length > 0) await deps.save(sightings).catch(deps.onFailure)
  }
  return {
    flush,
    add({ corpId, agentId }, what) {
      const key = `${corpId}/${agentId}/${what}`
      const count = (seen.get(key)?.count ?? 0) + 1
      seen.set(key, { corpId, agentId, what, count, at: deps.now() })
      timer ??= setTimeout(flush, FLUSH_EVERY_MS).unref()
    },
  }
}

/** The same API; what it refuses is noted, with the address our call came from (wecom.md 4). */
export function watchedApi(api: WecomApi, app: AppId, sightings: Sightings): WecomApi {
  const watch = async <T>(call: Promise<T>): Promise<T> => {
    try {
      return await call
    } catch (error) {
      if (error instanceof WecomRefused) {
        sightings.add(app, `refused ${error.code}`)
        if (error.fromIp) sightings.add(app, `address ${error.fromIp}`)
      }
      throw error
    }
  }
  return {
    corpId: api.corpId,
    json: (call, shape) => watch(api.json(call, shape)),
    download: (call, mostBytes) => watch(api.download(call, mostBytes)),
  }
}
