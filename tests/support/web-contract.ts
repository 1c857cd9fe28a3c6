/** The web chat as a subject of the contract: its far end is the table the page reads. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { type Address, conversationIdOf } from '../../src/channels/channel.ts'
import { readAfter } from '../../src/channels/web/message-log.ts'
import { webChannel } from '../../src/channels/web/send-web.ts'
import { type Database, openDatabase } from '../../src/database/open-database.ts'
import type { ContractSubject, FarEnd } from './channel-contract.ts'
import { openTestDatabase } from './database.ts'
import { handClock } from './hand-clock.ts'
import { testSeals } from './seals.ts'

const TO: Address = { corpId: 'ww1', channel: 'web-chat', account: 'P1', user: 'visitor-1' }
const PASSWORD = 'database-password-that-nobody-may-see'

export async function openWebSubject(farEnd: FarEnd): Promise<ContractSubject> {
  const database = await openTestDatabase()
  // Nobody listens on port 1.
  const absent = openDatabase(`postgres://desk:${PASSWORD}@127.0.0.1:1/desk`, () => undefined)
  if (farEnd === 'broken') await breakWrites(database.db)
  const { db } = farEnd === 'absent' ? absent : database
  const read = () => readAfter(db, testSeals, new Map([[conversationIdOf(TO), 0]]), 100)
  const deps = { clock: handClock(), newId: randomUUID, seals: testSeals }
  const files = new Set(['f1'])
  return {
    channel: webChannel({
      ...deps,
      db,
      hasFile: async (id) => files.has(id),
      wrote: () => undefined,
    }),
    to: TO,
    arrived: async () => (await read()).length,
    everything: async () => JSON.stringify(await read()),
    texts: async () =>
      (await read()).map(({ content }) => (content.kind === 'text' ? content.text : '')),
    secrets: [PASSWORD],
    async close() {
      await absent.close()
      await database.close()
    },
  }
}

async function breakWrites(db: Database) {
  const statements = [
    `CREATE FUNCTION break_it() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN RAISE EXCEPTION 'the disk is full' USING ERRCODE = '53100'; END $$`,
    'CREATE TRIGGER break_it BEFORE INSERT ON web_message FOR EACH ROW EXECUTE FUNCTION break_it()',
  ]
  for (const statement of statements) await sql.raw(statement).execute(db)
}
