import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Tx } from '../../src/database/open-database.ts'
import { openTestDatabase, type TestDatabase } from '../support/database.ts'
import { until } from '../support/until.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  await database.db.deleteFrom('conversation').execute()
})

describe('statements that travel together', () => {
  test('run in the order they were asked for, in their transaction', async () => {
    const seen = await inTx((tx) =>
      Promise.all([names(tx), add(tx, 'one'), names(tx), add(tx, 'two'), remove(tx), names(tx)]),
    )
    expect(seen).toEqual([[], undefined, ['one'], undefined, undefined, []])
    expect(await names(database.db)).toEqual([])
  })

  test('fail together and leave nothing behind, and the connection goes on', async () => {
    const failing = inTx((tx) =>
      Promise.all([add(tx, 'one'), add(tx, 'one'), add(tx, 'two'), names(tx)]),
    )
    await expect(failing).rejects.toThrow(/duplicate key/)
    expect(await names(database.db)).toEqual([])
    await inTx((tx) => Promise.all([add(tx, 'one'), add(tx, 'two')]))
    expect(await names(database.db)).toEqual(['one', 'two'])
  })

  test('are asked for no more once one of those beside them has failed', async () => {
    const goesOn = { tried: 0, refused: 0 }
    const addLater = async (tx: Tx, id: string) => {
      await names(tx)
      goesOn.tried += 1
      await add(tx, id).catch((error) => {
        goesOn.refused += 1
        throw error
      })
    }
    for (let n = 0; n < 20; n++) {
      const failing = inTx((tx) => Promise.all([addLater(tx, `stray ${n}`), failWhileAsked()]))
      await expect(failing).rejects.toThrow('broken')
      // The connection has answered whatever was still on its way.
      await names(database.db)
    }
    await until('all were refused', async () => goesOn.refused === goesOn.tried)
    expect(goesOn.tried).toBeGreaterThan(0)
    expect(await names(database.db)).toEqual([])
  })

  test('that could not be sent at all end the transaction', async () => {
    const failing = inTx(async (tx) => {
      await add(tx, 'one')
      // Nothing that PostgreSQL can read as a value.
      await sql`SELECT ${{
        toPostgres: () => {
          throw new Error('no value')
        },
      }}::text`.execute(tx)
    })
    await expect(failing).rejects.toThrow('no value')
    expect(await names(database.db)).toEqual([])
  })

  test('read behind a lock what was written before it was given', async () => {
    await inTx((tx) => add(tx, 'one'))
    let goOn = () => {}
    const mayGoOn = new Promise<void>((resolve) => {
      goOn = resolve
    })
    const first = inTx(async (tx) => {
      await Promise.all([lock(tx), add(tx, 'two')])
      await mayGoOn
    })
    const second = inTx((tx) => Promise.all([lock(tx), names(tx)]))
    await until('the second waits for the first', async () => (await waiting()) === 1)
    goOn()
    await first
    expect((await second)[1]).toEqual(['one', 'two'])
  })

  test('are lost with their connection, and others are asked on another', async () => {
    const failing = inTx(async (tx) => {
      await add(tx, 'one')
      await Promise.all([sql`SELECT pg_terminate_backend(pg_backend_pid())`.execute(tx), names(tx)])
    })
    await expect(failing).rejects.toThrow()
    expect(await names(database.db)).toEqual([])
  })
})

describe('a statement that comes again and again', () => {
  const kept = async (tx: Tx) => {
    const rows = await sql<{
      statement: string
    }>`SELECT statement FROM pg_prepared_statements`.execute(tx)
    return rows.rows.map(({ statement }) => statement)
  }

  test('is planned once, and finds other rows with other values', async () => {
    await inTx(async (tx) => {
      for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) await add(tx, id)
      expect(await names(tx)).toHaveLength(6)
      expect(
        (await kept(tx)).filter((text) => text.startsWith('insert into "conversation"')),
      ).toHaveLength(1)
    })
  })

  test('that asks for all columns goes on when a migration adds one', async () => {
    const read = () =>
      database.db.selectFrom('conversation').selectAll().where('id', '=', 'a').execute()
    await inTx((tx) => add(tx, 'a'))
    for (let times = 0; times < 8; times++) await read()
    await sql`ALTER TABLE conversation ADD COLUMN "newer" text`.execute(database.db)
    try {
      for (let times = 0; times < 12; times++) expect(await read()).toHaveLength(1)
    } finally {
      await sql`ALTER TABLE conversation DROP COLUMN "newer"`.execute(database.db)
    }
  })

  test('that conflicts only with rows of one kind goes on', async () => {
    await sql`CREATE TABLE one_open (id text, state text)`.execute(database.db)
    await sql`CREATE UNIQUE INDEX ON one_open (id) WHERE state = 'open'`.execute(database.db)
    for (let times = 0; times < 12; times++)
      await sql`INSERT INTO one_open VALUES (${'a'}, 'open') ON CONFLICT (id) WHERE state = ${'open'} DO NOTHING`.execute(
        database.db,
      )
    expect((await sql`SELECT id FROM one_open`.execute(database.db)).rows).toHaveLength(1)
  })
})

/** What was asked for beside it is on its way, and no answer can have come. */
async function failWhileAsked(): Promise<never> {
  for (let hop = 0; hop < 50; hop++) await null
  throw new Error('broken')
}

function inTx<T>(run: (tx: Tx) => Promise<T>): Promise<T> {
  return database.db.transaction().execute(run)
}

async function names(tx: Pick<Tx, 'selectFrom'>): Promise<string[]> {
  const rows = await tx.selectFrom('conversation').select('id').orderBy('id').execute()
  return rows.map(({ id }) => id)
}

async function add(tx: Tx, id: string): Promise<void> {
  const row = { id, corpId: 'ww', channel: 'x', account: 'x', userId: id, createdAt: new Date(0) }
  await tx.insertInto('conversation').values(row).execute()
}

async function remove(tx: Tx): Promise<void> {
  await tx.deleteFrom('conversation').execute()
}

async function lock(tx: Tx): Promise<void> {
  await tx.selectFrom('conversation').select('id').where('id', '=', 'one').forUpdate().execute()
}

async function waiting(): Promise<number> {
  const found = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock'`.execute(database.db)
  return found.rows[0]?.count ?? 0
}
