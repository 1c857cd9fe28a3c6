/** The least a durable turn can be: what raw `pg` takes to keep a message and a state, in five round trips and in two. */
import { randomUUID } from 'node:crypto'
import { Pool, type PoolClient } from 'pg'
import type { TurnSubject } from './turn-subject.ts'

/** As many as the desk's own pool (open-database.ts). */
const CONNECTIONS = 10
/** About what a session is when it is sealed. */
const STATE = JSON.stringify({ session: 'x'.repeat(1_400) })
const MESSAGE = 'y'.repeat(200)

export const FIVE_TRIPS = 'raw pg, five trips'
export const TWO_TRIPS = 'raw pg, two trips'

type Take = (client: PoolClient, table: string, who: string) => Promise<void>

export async function openFloor(url: string, people: number): Promise<readonly TurnSubject[]> {
  return [
    await openOne(url, people, { name: FIVE_TRIPS, table: 'floor_five', take: inFive }),
    await openOne(url, people, { name: TWO_TRIPS, table: 'floor_two', take: inTwo }),
  ]
}

async function openOne(
  url: string,
  people: number,
  { name, table, take }: { readonly name: string; readonly table: string; readonly take: Take },
): Promise<TurnSubject> {
  const pool = new Pool({ connectionString: url, max: CONNECTIONS })
  await pool.query(`CREATE TABLE ${table} (id text PRIMARY KEY, turns int NOT NULL, state jsonb)`)
  await pool.query(
    `CREATE TABLE ${table}_message (key text PRIMARY KEY, talk text NOT NULL, body text)`,
  )
  await pool.query(
    `INSERT INTO ${table} SELECT 'u' || n, 0, $1::jsonb FROM generate_series(0, $2::int) AS n`,
    [STATE, people - 1],
  )
  return {
    name,
    pool,
    async say(who) {
      const client = await pool.connect()
      await take(client, table, who).finally(() => client.release())
    },
    async counted() {
      const { rows } = await pool.query<{ turns: number; messages: number }>(
        `SELECT (SELECT sum(turns)::int FROM ${table}) AS turns,
                (SELECT count(*)::int FROM ${table}_message) AS messages`,
      )
      const { turns = 0, messages = 0 } = rows[0] ?? {}
      return { turns, kept: messages, answered: messages }
    },
    close: () => pool.end(),
  }
}

async function inFive(client: PoolClient, table: string, who: string): Promise<void> {
  await client.query('BEGIN')
  await client.query(`SELECT turns, state FROM ${table} WHERE id = $1 FOR UPDATE`, [who])
  const message = [randomUUID(), who, MESSAGE]
  await client.query(`INSERT INTO ${table}_message VALUES ($1, $2, $3)`, message)
  await client.query(`UPDATE ${table} SET turns = turns + 1, state = $2 WHERE id = $1`, [
    who,
    STATE,
  ])
  await client.query('COMMIT')
}

async function inTwo(client: PoolClient, table: string, who: string): Promise<void> {
  const { rows } = await client.query(`SELECT turns, state FROM ${table} WHERE id = $1`, [who])
  await client.query(
    `WITH moved AS (
       UPDATE ${table} SET turns = turns + 1, state = $2 WHERE id = $1 AND turns = $3 RETURNING id)
     INSERT INTO ${table}_message SELECT $4, id, $5 FROM moved`,
    [who, STATE, rows[0].turns, randomUUID(), MESSAGE],
  )
}
