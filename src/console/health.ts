/** Whether this process lives, whether it can work, and how the line to the platform is. */
import { Router } from 'express'

export interface HealthDeps {
  /** By part; each answers whether it is up. */
  readonly parts: Readonly<Record<string, () => Promise<boolean>>>
  /** What `/health/wecom` shows as JSON. */
  readonly line: () => Promise<object>
  /** What `/health/work` shows: what stands still although it should not; empty when all is well. */
  readonly work: () => Promise<readonly { readonly kind: string; readonly count: number }[]>
}

/** A part that does not answer in time counts as down. */
const LONGEST_MS = 2_000

/**
 * `/healthz`: 200 while the process answers. `/readyz`: 200 when every part is up, else 503 naming those that are not.
 * `/health/work`: 200 while what is due is done, by any process; else 503 with what is not.
 * `/health/wecom`: the state of the line, always 200 while the database answers; no secret, no person, no id.
 */
export function healthRoutes({ parts, line, work }: HealthDeps): Router {
  const router = Router()
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' })
  })
  router.get('/readyz', async (_request, response) => {
    const states = await Promise.all(
      Object.entries(parts).map(async ([name, isUp]) => [name, await inTime(isUp)] as const),
    )
    const isReady = states.every(([, up]) => up)
    response.status(isReady ? 200 : 503)
    response.json({ status: isReady ? 'ready' : 'not ready', ...Object.fromEntries(states) })
  })
  router.get('/health/wecom', async (_request, response) => {
    const state = await line()
    response.set('cache-control', 'no-store').json(state)
  })
  router.get('/health/work', async (_request, response) => {
    const findings = await work()
    response.status(findings.length === 0 ? 200 : 503)
    response.set('cache-control', 'no-store').json({ findings })
  })
  return router
}

async function inTime(isUp: () => Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), LONGEST_MS)
  })
  const answer = isUp().catch(() => false)
  return Promise.race([answer, tooLate]).finally(() => clearTimeout(timer))
}
