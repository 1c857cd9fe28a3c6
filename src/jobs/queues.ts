/** The queues of a process: adding jobs, ringing loops, working jobs off. */
import { type Queue, UnrecoverableError, type Worker } from 'bullmq'
import { z } from 'zod'
import type { Log } from '../log.ts'
import { type Backend, type BackendChoice, openBackend } from './backend.ts'
import {
  type JobData,
  type JobHandlers,
  type JobName,
  jobTable,
  type LoopName,
  type QueueName,
  ROUNDS,
} from './job-table.ts'

export interface Queues {
  add<Name extends JobName>(name: Name, data: JobData<Name>): Promise<void>
  /** Wakes loops in every worker process. Never fails: a lost ring costs at most a second. */
  ring(...loops: readonly LoopName[]): void
  /** Begins to work jobs off. */
  work(handlers: JobHandlers): Promise<void>
  /** Jobs waiting or under way. */
  pending(): Promise<number>
  isUp(): Promise<boolean>
  setRight: Backend['setRight']
  close(): Promise<void>
}

const QUEUES: readonly QueueName[] = ['bell', 'work']
/** Rings within this time are one ring. */
const RING_GAP_MS = 20
/** A job whose process was killed is taken over within seconds, as often as it takes (design.md 2). */
const RESCUE = { lockDuration: 6_000, stalledInterval: 2_000, maxStalledCount: 50 }
const KEEP = { removeOnComplete: true, removeOnFail: { count: 1_000 } }

export interface QueuesDeps extends Omit<BackendChoice, 'workers' | 'onError'> {
  readonly log: Log
  /** Separates several desks on one Redis. */
  readonly prefix: string
}

export async function openQueues({ log, prefix, ...choice }: QueuesDeps): Promise<Queues> {
  const onError = (error: Error) => log.warn({ err: error }, 'queue connection')
  const backend = await openBackend({ ...choice, workers: QUEUES.length, onError })
  const queues = new Map<QueueName, Queue>(
    QUEUES.map((name) => {
      const queue = backend.openQueue(name, { prefix, defaultJobOptions: KEEP })
      queue.on('error', onError)
      return [name, queue]
    }),
  )
  const queueOf = (name: JobName) => queues.get(jobTable[name].queue) as Queue
  const workers: Worker[] = []

  return {
    async add(name, data) {
      const retry = { attempts: 5, backoff: { type: 'exponential', delay: 1_000 } }
      await queueOf(name).add(name, data, retry)
    },
    ring: ringer((loops) => queueOf('ring').add('ring', { loops }), log),
    async work(handlers) {
      for (const name of QUEUES) {
        const options = { ...RESCUE, prefix, concurrency: 8 }
        const worker = backend.openWorker(name, (job) => runJob(handlers, job, log), options)
        worker.on('error', onError)
        worker.on('failed', (job, error) => log.error({ err: error, job: job?.name }, 'job failed'))
        workers.push(worker)
      }
      // Earlier builds let the queue itself keep these; rounds.ts does now.
      for (const { name } of ROUNDS) await queueOf(name).removeJobScheduler(name)
    },
    async pending() {
      const counts = await Promise.all(
        [...queues.values()].map((queue) =>
          queue.getJobCountByTypes('waiting', 'active', 'prioritized'),
        ),
      )
      return counts.reduce((sum, count) => sum + count, 0)
    },
    isUp: () =>
      queueOf('ring')
        .getJobCountByTypes('waiting')
        .then(() => true)
        .catch(() => false),
    setRight: () => backend.setRight(),
    async close() {
      await Promise.all(workers.map((worker) => worker.close()))
      await Promise.all([...queues.values()].map((queue) => queue.close()))
      await backend.close()
    },
  }
}

/** Runs one job. Data that no longer fits its shape will never fit: no second try. */
async function runJob(
  handlers: JobHandlers,
  job: { readonly name: string; readonly data: unknown },
  log: Log,
): Promise<void> {
  if (!Object.hasOwn(jobTable, job.name)) {
    // An old schedule outlives a rollback; there is nothing to do for it.
    log.warn({ job: job.name }, 'unknown job')
    return
  }
  const name = job.name as JobName
  const handle = handlers[name] as (data: unknown) => Promise<void>
  const data = jobTable[name].data.safeParse(job.data)
  if (!data.success) throw new UnrecoverableError(`${name}: ${z.prettifyError(data.error)}`)
  await handle(data.data)
}

/** Rings at once, and gathers what is rung for soon after: a thousand callbacks a second need no thousand jobs. */
function ringer(
  add: (loops: LoopName[]) => Promise<unknown>,
  log: Log,
): (...loops: readonly LoopName[]) => void {
  const asked = new Set<LoopName>()
  let isGathering = false
  const send = () => {
    const loops = [...asked]
    asked.clear()
    isGathering = loops.length > 0
    if (!isGathering) return
    setTimeout(send, RING_GAP_MS).unref()
    add(loops).catch((error) => log.warn({ err: error }, 'a ring was lost; the sweep will find it'))
  }
  return (...loops) => {
    for (const loop of loops) asked.add(loop)
    if (!isGathering) send()
  }
}
