/** The same wave as delayed jobs of BullMQ, as it comes: what the desk would have without rows of its own. */
import { openBackend } from '../../../src/jobs/backend.ts'
import { dueTimes, type Wave, waveOf } from './wave.ts'

const AHEAD_MS = 3_000
const PER_CALL = 1_000
const GIVE_UP_MS = 60_000
const CONCURRENCY = 8

/** Null `redisUrl`: its jobs live in PostgreSQL. */
export async function ringByBullmq(
  databaseUrl: string,
  redisUrl: string | null,
  { count, withinMs }: { readonly count: number; readonly withinMs: number },
): Promise<Wave> {
  const errors: Error[] = []
  const onError = (error: Error) => void errors.push(error)
  const backend = await openBackend({ databaseUrl, redisUrl, workers: 1, onError })
  const prefix = `bench-${process.pid}-${Math.trunc(performance.now())}`
  const queue = backend.openQueue('wave', { prefix })
  const dueAt = dueTimes(count, withinMs, AHEAD_MS)
  const rung = new Map<number, number[]>()
  let done = () => {}
  const all = new Promise<void>((resolve) => {
    done = resolve
  })
  for (let from = 0; from < count; from += PER_CALL) {
    const part = dueAt.slice(from, from + PER_CALL)
    await queue.addBulk(
      part.map((due, n) => ({
        ...{ name: 'ring', data: { n: from + n } },
        opts: { delay: Math.max(0, due - Date.now()), removeOnComplete: true },
      })),
    )
  }
  const worker = backend.openWorker(
    'wave',
    async ({ data: { n } }) => {
      rung.set(n, [...(rung.get(n) ?? []), Date.now()])
      if (rung.size === count) done()
    },
    { prefix, concurrency: CONCURRENCY },
  )
  worker.on('error', onError)
  const patience = setTimeout(done, withinMs + GIVE_UP_MS)
  await all
  clearTimeout(patience)
  await worker.close()
  await queue.close()
  await backend.close()
  return waveOf(dueAt, (n) => rung.get(n) ?? [])
}
