import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ground, openBeside, openGround } from '../../src/database/open-ground.ts'

let dataDir: string
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'guanjia-beside-'))
  await chmod(dataDir, 0o755)
})
afterAll(() => rm(dataDir, { recursive: true, force: true }))

const deps = () => ({ databaseUrl: null, dataDir, connections: 2, onError: () => undefined })

const answers = async ({ db }: Ground) =>
  (await sql<{ one: number }>`SELECT 1 AS one`.execute(db)).rows[0]?.one

async function isRunning(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url })
  return await client.connect().then(
    async () => {
      await client.end()
      return true
    },
    () => false,
  )
}

test('a command leaves the database to the commands and the desk still at work, and the last one stops it', async () => {
  const first = await openBeside(deps())
  const second = await openBeside(deps())
  await first.close()
  expect(await answers(second)).toBe(1)
  const desk = await openGround(deps())
  await second.close()
  expect(await answers(desk)).toBe(1)
  await desk.close()
  expect(await isRunning(desk.url)).toBe(false)

  const alone = await openBeside(deps())
  expect(await answers(alone)).toBe(1)
  await alone.close()
  expect(await isRunning(alone.url)).toBe(false)
})
