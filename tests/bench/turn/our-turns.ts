/** The desk's own turn, whole: kept in the inbox, rung for through the queue, taken by a worker's loop, committed. */
import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { pino } from 'pino'
import { v7 as newId } from 'uuid'
import { WIDTH } from '../../../src/app/width.ts'
import type { Incoming } from '../../../src/channels/channel.ts'
import { drainTurns } from '../../../src/conversation/drain-turns.ts'
import { nextBurstAt } from '../../../src/inbox/due.ts'
import { keepIncoming } from '../../../src/inbox/keep.ts'
import { keepTogether } from '../../../src/inbox/keep-together.ts'
import type { JobHandlers } from '../../../src/jobs/job-table.ts'
import { startLoop } from '../../../src/jobs/loop.ts'
import { openQueues } from '../../../src/jobs/queues.ts'
import { testSeals } from '../../support/seals.ts'
import { ACCOUNT, type BenchDesk, CORP } from '../bench-desk.ts'
import type { TurnSubject } from './turn-subject.ts'

export const ON_POSTGRES = 'guanjia, jobs in PostgreSQL'
export const ON_REDIS = 'guanjia, jobs in Redis'

/** A repair that is taken back before it is registered, again and again. */
const SCRIPT = ['厨房水管漏水', '尽快', '没有', '13900139000', '取消']

export async function openOurTurns(
  name: string,
  desk: BenchDesk,
  redisUrl: string | null,
): Promise<TurnSubject> {
  const { db, pool, talk, clock, url, rules } = desk
  const stopping = new AbortController()
  const log = pino({ level: 'silent' })
  const waiting = new Map<string, Waiting>()
  const fail = (id: string, error: unknown) => waiting.get(id)?.failed(error)
  const loop = startLoop({
    ...{ clock, stopping: stopping.signal },
    drain: (signal) => drainTurns({ ...talk.turns, width: WIDTH, onFailure: fail }, signal),
    nextAt: () => nextBurstAt(db),
    onError: (error) => {
      for (const one of waiting.values()) one.failed(error)
    },
  })
  const queues = await openQueues({
    databaseUrl: url,
    redisUrl,
    log,
    prefix: `guanjia-bench-${newId()}`,
  })
  await queues.work({ ...NOTHING_ELSE, ring: async () => loop.wake() })
  const ears = await listen(url, (id) => waiting.get(id)?.taken())
  const deps = {
    clock,
    newId,
    seals: testSeals,
    rules: rules.inbox,
    isUrgent: () => true,
  }
  const keep = keepTogether(async (incoming) => void (await keepIncoming(db, incoming, deps)))
  const said = new Map<string, number>()
  return {
    name,
    pool,
    async say(who) {
      const times = said.get(who) ?? 0
      said.set(who, times + 1)
      const from: Incoming['from'] = {
        corpId: CORP,
        channel: 'wecom-kf',
        account: ACCOUNT,
        user: who,
      }
      const text = SCRIPT[times % SCRIPT.length] ?? ''
      const id = `wecom-kf/${CORP}/${ACCOUNT}/${who}`
      const taken = new Promise<void>((resolve, reject) => {
        waiting.set(id, { taken: resolve, failed: reject })
      })
      await keep([
        { key: randomUUID(), from, sentAt: clock.now(), content: { kind: 'text', text } },
      ])
      queues.ring('turns')
      await taken
    },
    async counted() {
      const { rows } = await pool.query<{ turns: number; kept: number; answered: number }>(
        `SELECT (SELECT sum(turns)::int FROM conversation WHERE "userId" LIKE 'u%') AS turns,
                (SELECT count(*)::int FROM inbox_item WHERE key NOT LIKE 'seeded-%' AND outcome = 'done') AS kept,
                (SELECT count(*)::int FROM outbox_item WHERE key LIKE 'turn-%-0') AS answered`,
      )
      return rows[0] ?? { turns: 0, kept: 0, answered: 0 }
    },
    async close() {
      stopping.abort()
      await loop.ended
      await ears.end()
      await queues.close()
    },
  }
}

interface Waiting {
  readonly taken: () => void
  readonly failed: (error: unknown) => void
}

const nothing = async () => undefined
const NOTHING_ELSE: JobHandlers = {
  ...{ ring: nothing, 'pull-kf': nothing, 'poll-kf': nothing },
  ...{ 'read-contacts': nothing, 'read-directory': nothing, housekeeping: nothing },
}

/** Hears of each turn when it is committed. */
async function listen(url: string, onTurn: (conversationId: string) => void): Promise<Client> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(`
    CREATE OR REPLACE FUNCTION tell_turn() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN PERFORM pg_notify('bench_turn', NEW.id); RETURN NULL; END $$`)
  await client.query(`
    CREATE OR REPLACE TRIGGER tell_turn AFTER UPDATE OF turns ON conversation
      FOR EACH ROW EXECUTE FUNCTION tell_turn()`)
  await client.query('LISTEN bench_turn')
  client.on('notification', ({ payload }) => onTurn(payload ?? ''))
  return client
}
