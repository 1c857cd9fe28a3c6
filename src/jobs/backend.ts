/** Where BullMQ keeps its jobs: in the desk's own PostgreSQL, or in Redis when there is one. */
import {
  createPostgresBackend,
  type PgPool,
  type Processor,
  Queue,
  type QueueOptions,
  runMigrations,
  Worker,
  type WorkerOptions,
  withBackend,
} from 'bullmq'
import { Redis } from 'ioredis'
import { Pool } from 'pg'

export interface Backend {
  /** `prefix` separates several desks on one Redis; on PostgreSQL the database does. */
  openQueue(name: string, options: Omit<QueueOptions, 'connection'>): Queue
  openWorker(name: string, work: Processor, options: Omit<WorkerOptions, 'connection'>): Worker
  /** Jobs locked or put off for longer than we ever do, by a process with the wrong time of day, are anybody's again. */
  setRight(): Promise<void>
  close(): Promise<void>
}

export interface BackendChoice {
  readonly databaseUrl: string
  readonly redisUrl: string | null
  /** Workers this process will open: on PostgreSQL each holds a connection of its own to listen. */
  readonly workers: number
  readonly onError: (error: Error) => void
}

/** Opens the backend; on PostgreSQL BullMQ's own tables are brought up to date first. */
export function openBackend(choice: BackendChoice): Promise<Backend> {
  return choice.redisUrl === null ? openOnPostgres(choice) : openOnRedis(choice.redisUrl, choice)
}

const SCHEMA = 'bullmq'
/** Connections beside the listening ones; with too few BullMQ waits in silence. */
const SPARE_CONNECTIONS = 4

/** Of the times BullMQ writes there, by the process's clock, none is further ahead than its locks and retries last. */
const SET_RIGHT = `
  WITH clock AS (SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now),
       freed AS (UPDATE job SET locked_until_ms = now FROM clock
                  WHERE state = 'active' AND locked_until_ms > now + 60000)
  UPDATE job SET process_at_ms = now FROM clock WHERE state = 'delayed' AND process_at_ms > now + 60000`

async function openOnPostgres({ databaseUrl, workers, onError }: BackendChoice): Promise<Backend> {
  const pool = new Pool({
    connectionString: databaseUrl,
    options: `-c search_path=${SCHEMA}`,
    max: workers + SPARE_CONNECTIONS,
    keepAlive: true,
  })
  pool.on('error', onError)
  const client = await pool.connect()
  await runMigrations(client, SCHEMA).finally(() => client.release())
  // BullMQ describes pg's pool in its own, narrower words.
  const connection = pool as unknown as PgPool
  const { Queue: PostgresQueue, Worker: PostgresWorker } = withBackend(createPostgresBackend)
  return {
    openQueue: (name, options) =>
      new PostgresQueue(name, { ...options, connection }) as unknown as Queue,
    openWorker: (name, work, options) =>
      new PostgresWorker(name, work, { ...options, connection }) as unknown as Worker,
    setRight: async () => void (await pool.query(SET_RIGHT)),
    close: () => pool.end(),
  }
}

async function openOnRedis(url: string, { onError }: BackendChoice): Promise<Backend> {
  // Who adds a job must hear at once that Redis is gone; who works waits until it is back.
  const adding = new Redis(url, {
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    lazyConnect: true,
  })
  const working = new Redis(url, { maxRetriesPerRequest: null, lazyConnect: true })
  adding.on('error', onError)
  working.on('error', onError)
  await adding.connect()
  await working.connect()
  return {
    openQueue: (name, options) => new Queue(name, { ...options, connection: adding }),
    openWorker: (name, work, options) =>
      new Worker(name, work, { ...options, connection: working }),
    // Redis counts the time of its locks itself, and what is put off too long is found by the next round.
    setRight: () => Promise.resolve(),
    async close() {
      adding.disconnect()
      working.disconnect()
    },
  }
}
